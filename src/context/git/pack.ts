import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { constants, inflateSync } from "node:zlib";
import { applyDelta } from "./delta.ts";
import { limits } from "../../limits.ts";
import type { GitObject } from "./object.ts";

const types: readonly (string | undefined)[] = [undefined, "commit", "tree", "blob", "tag"];
const offsetDelta = 6;
const refDelta = 7;

type Read = (position: number, length: number) => Buffer;

function withFile<T>(path: string, use: (read: Read, size: number) => T): T {
  const file = openSync(path, "r");
  try {
    const read: Read = (position, length) => {
      const buffer = Buffer.alloc(length);
      return buffer.subarray(0, readSync(file, buffer, 0, length, position));
    };
    return use(read, fstatSync(file).size);
  } finally {
    closeSync(file);
  }
}

/**
 * gitformat-pack(5): an object of `<path>.pack`, found by `<path>.idx` (version 2). Reads a few
 * pages of each, however large they are. Throws on damage.
 */
export function readPacked(
  path: string,
  id: string,
  elsewhere: (id: string) => GitObject | undefined,
): GitObject | undefined {
  const offset = withFile(`${path}.idx`, (read, size) => offsetOf(read, size, Buffer.from(id, "hex")));
  if (offset === undefined) return undefined;
  return withFile(`${path}.pack`, (read, size) => objectAt(read, size, offset, id.length / 2, elsewhere, 0));
}

function offsetOf(read: Read, size: number, id: Buffer): number | undefined {
  const head = read(0, 8 + 256 * 4);
  if (head.length < 1032 || head.readUInt32BE(0) !== 0xff744f63 || head.readUInt32BE(4) !== 2) return undefined;
  const first = id.readUInt8(0);
  const fan = (byte: number): number => (byte < 0 ? 0 : head.readUInt32BE(8 + byte * 4));
  const count = fan(255);
  const names = 1032;
  if (size < names + count * (id.length + 8)) return undefined;
  let low = fan(first - 1);
  let high = fan(first);
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = read(names + middle * id.length, id.length).compare(id);
    if (order === 0) return offsetFrom(read, names + count * (id.length + 4), count, middle);
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return undefined;
}

function offsetFrom(read: Read, table: number, count: number, index: number): number {
  const offset = read(table + index * 4, 4).readUInt32BE(0);
  if (offset < 0x80000000) return offset;
  return Number(read(table + count * 4 + (offset - 0x80000000) * 8, 8).readBigUInt64BE(0));
}

function objectAt(
  read: Read,
  size: number,
  offset: number,
  idLength: number,
  elsewhere: (id: string) => GitObject | undefined,
  depth: number,
): GitObject | undefined {
  if (depth > 128 || offset < 12 || offset >= size) return undefined;
  const head = read(offset, 64);
  let at = 0;
  let byte = head.readUInt8(at++);
  const kind = (byte >> 4) & 7;
  let length = byte & 15;
  for (let shift = 4; byte & 0x80; shift += 7) {
    byte = head.readUInt8(at++);
    length += (byte & 0x7f) * 2 ** shift;
  }
  if (length > limits.gitObject) return undefined;
  let base: GitObject | undefined;
  if (kind === refDelta) {
    base = elsewhere(head.toString("hex", at, at + idLength));
    at += idLength;
  } else if (kind === offsetDelta) {
    byte = head.readUInt8(at++);
    let back = byte & 0x7f;
    while (byte & 0x80) {
      byte = head.readUInt8(at++);
      back = (back + 1) * 128 + (byte & 0x7f);
    }
    base = objectAt(read, size, offset - back, idLength, elsewhere, depth + 1);
  }
  const data = inflateAt(read, size, offset + at, length);
  const type = types[kind];
  if (type !== undefined) return { type, data };
  return base === undefined ? undefined : { type: base.type, data: applyDelta(base.data, data) };
}

function inflateAt(read: Read, size: number, position: number, length: number): Buffer {
  // deflate's worst case is stored blocks: 5 bytes for every 16 KiB, and zlib's own frame.
  const most = Math.min(size - position, length + Math.ceil(length / 16_000) * 5 + 64);
  const data = inflateSync(read(position, most), {
    maxOutputLength: Math.max(length, 1),
    finishFlush: constants.Z_SYNC_FLUSH,
  });
  if (data.length !== length) throw new Error("a packed object has not the length it promises");
  return data;
}
