import type { OpenFile } from "../kernel/open-file.ts";
import { chunks } from "./input.ts";
import { Held } from "./held.ts";
import type { Stdio } from "./stdio.ts";

/** All but the last bytes: what may be among these is held back. */
export async function elideBytes(io: Stdio, file: OpenFile, count: number): Promise<void> {
  const held = new Held(io);
  for await (const bytes of chunks(io.proc, file)) {
    held.add(bytes);
    while (held.size > count && held.size - held.first.length >= count) await io.write(held.shift());
    if (held.size > count) await io.write(held.shift(held.size - count));
  }
}

/** All but the last lines, of which one without an end counts too. */
export async function elideLines(io: Stdio, file: OpenFile, count: number, delimiter: number): Promise<void> {
  const held = new Held(io);
  if (count === 0) {
    for await (const bytes of chunks(io.proc, file)) await io.write(bytes);
    return;
  }
  let ends = 0;
  let open = false;
  for await (const bytes of chunks(io.proc, file)) {
    held.add(bytes);
    for (let at = bytes.indexOf(delimiter); at >= 0; at = bytes.indexOf(delimiter, at + 1)) ends++;
    open = bytes.at(-1) !== delimiter;
    // A line more than those that are elided can go for certain: the last one may have no end.
    while (ends > count) {
      const line = held.line(delimiter);
      ends -= line.ends;
      await io.write(line.bytes);
    }
  }
  for (let lines = ends + (open ? 1 : 0); lines > count;) {
    const line = held.line(delimiter);
    lines -= line.ends;
    await io.write(line.bytes);
  }
}
