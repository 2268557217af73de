import { createHash } from "node:crypto";
import { digestOf, finish } from "../../oci/digest.ts";
import { type ImagePath, join, nameOf, parentOf } from "../../oci/filesystem/path.ts";
import type { Content, FileEntry } from "../../oci/layer/changeset.ts";

/** A source file whose time changes. Times and size as Python reads them: whole seconds, bytes. */
export interface SourceTimes {
  readonly before: number;
  readonly after: number;
  readonly size: number;
}

/** Tells the times of a source; undefined where they stay or there is none. */
export type FindSource = (path: ImagePath) => SourceTimes | undefined;

/** PEP 552: magic, flags, then for flags 0 the source's time and size, all of them four bytes, little endian. */
const headBytes = 16;

/** Larger ones are streamed; nearly all are some kilobytes, and opened once. */
const mostInMemory = 1 << 20;

export const isByteCode = (path: ImagePath): boolean => path.endsWith(".pyc");

/**
 * The source that a .pyc is of: `__pycache__/x.cpython-311.pyc` (PEP 3147, optimised ones with
 * `.opt-1`) lies below the directory of x.py; an `x.pyc` anywhere else beside it.
 */
export function sourceOf(path: ImagePath): ImagePath | undefined {
  const directory = parentOf(path);
  const name = nameOf(path).slice(0, -".pyc".length);
  if (nameOf(directory) !== "__pycache__") return join(directory, `${name}.py`);
  const module = /^(.+?)\.[^.]+(?:\.opt-[a-zA-Z0-9]+)?$/.exec(name)?.[1];
  return module === undefined ? undefined : join(parentOf(directory), `${module}.py`);
}

/**
 * The content of a .pyc with the new time of its source in it, where it is a timestamp .pyc that
 * was valid for the source as it was; any other is left alone: stale stays stale, and one that is
 * checked by hash, or not at all, names no time.
 */
export async function restampByteCode({ path, content }: FileEntry, find: FindSource): Promise<Content> {
  const source = find(sourceOf(path) ?? path);
  if (source === undefined || content.size < headBytes) return content;
  const kept = content.size <= mostInMemory ? await firstBytes(content, content.size) : undefined;
  const head = kept ?? (await firstBytes(content, headBytes));
  const isValid =
    head.readUInt32LE(4) === 0 &&
    head.readUInt32LE(8) === source.before >>> 0 &&
    head.readUInt32LE(12) === source.size >>> 0;
  if (!isValid) return content;
  const time = Buffer.alloc(4);
  time.writeUInt32LE(source.after >>> 0);
  if (kept !== undefined) {
    time.copy(kept, 8);
    return { size: kept.length, digest: digestOf(kept), open: () => [kept] };
  }
  const open = () => patched(content, time);
  const hash = createHash("sha256");
  for await (const part of open()) hash.update(part);
  return { size: content.size, digest: finish(hash), open };
}

async function firstBytes(content: Content, count: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of content.open()) {
    // what `open` yields may be valid only until the next is asked for
    parts.push(Buffer.from(part));
    length += part.length;
    if (length >= count) break;
  }
  return Buffer.concat(parts).subarray(0, count);
}

/** The content with other bytes at offset 8. */
async function* patched(content: Content, time: Buffer): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const part of content.open()) {
    const end = at + part.length;
    if (at >= 12 || end <= 8) yield part;
    else {
      const copy = Buffer.from(part);
      time.copy(copy, Math.max(0, 8 - at), Math.max(0, at - 8), Math.min(4, end - 8));
      yield copy;
    }
    at = end;
  }
}
