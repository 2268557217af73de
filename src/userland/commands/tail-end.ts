import { SystemError } from "../kernel/errno.ts";
import type { OpenFile } from "../kernel/open-file.ts";
import { Held } from "./held.ts";
import { chunks, chunkSize } from "./input.ts";
import type { Stdio } from "./stdio.ts";

/** The last bytes: a file is read from there on, of a pipe they are held. */
export async function lastBytes(io: Stdio, file: OpenFile, count: number): Promise<void> {
  const range = rangeOf(file);
  if (range !== undefined) {
    file.seek(Math.max(range.start, range.end - count), "set");
    return copy(io, file);
  }
  const held = new Held(io);
  for await (const bytes of chunks(io.proc, file)) {
    held.add(bytes);
    while (held.size > count && held.size - held.first.length >= count) held.shift();
    if (held.size > count) held.shift(held.size - count);
  }
  for (const bytes of held) await io.write(bytes);
}

/** The last lines, of which one without an end counts too. */
export async function lastLines(io: Stdio, file: OpenFile, count: number, delimiter: number): Promise<void> {
  const range = rangeOf(file);
  if (range !== undefined) {
    file.seek(await startOf(file, range, count, delimiter), "set");
    return copy(io, file);
  }
  const held = new Held(io);
  let lines = 0;
  let last: number | undefined;
  for await (const bytes of chunks(io.proc, file)) {
    held.add(bytes);
    for (let at = bytes.indexOf(delimiter); at >= 0; at = bytes.indexOf(delimiter, at + 1)) lines++;
    last = bytes.at(-1);
    const open = last === delimiter ? 0 : 1;
    while (lines + open > count && held.size > 0) lines -= held.line(delimiter).ends;
  }
  for (const bytes of held) await io.write(bytes);
}

/** What of a regular file is to be read; undefined for anything else. */
function rangeOf(file: OpenFile): { readonly start: number; readonly end: number } | undefined {
  const { type, size } = file.stat();
  if (type !== "file") return undefined;
  try {
    const start = file.seek(0, "current");
    return start < size ? { start, end: size } : undefined;
  } catch (error) {
    if (error instanceof SystemError) return undefined;
    throw error;
  }
}

/** Where the last lines of a file begin, looked for from its end. */
async function startOf(
  file: OpenFile,
  { start, end }: { readonly start: number; readonly end: number },
  count: number,
  delimiter: number,
): Promise<number> {
  if (count === 0) return end;
  let left = count;
  for (let to = end; to > start;) {
    const at = Math.max(start, to - chunkSize);
    file.seek(at, "set");
    const block = await readAll(file, to - at);
    let search = block.length - 1;
    // What ends the last line begins none.
    if (to === end && block.at(-1) === delimiter) search--;
    for (; search >= 0; search--) {
      search = block.lastIndexOf(delimiter, search);
      if (search < 0) break;
      if (--left === 0) return at + search + 1;
    }
    to = at;
  }
  return start;
}

async function readAll(file: OpenFile, size: number): Promise<Uint8Array> {
  const block = new Uint8Array(size);
  let filled = 0;
  while (filled < size) {
    const bytes = await file.read(size - filled);
    if (bytes.length === 0) break;
    block.set(bytes, filled);
    filled += bytes.length;
  }
  return block.subarray(0, filled);
}

async function copy(io: Stdio, file: OpenFile): Promise<void> {
  for await (const bytes of chunks(io.proc, file)) await io.write(bytes);
}
