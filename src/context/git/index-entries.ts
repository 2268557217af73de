export interface IndexEntry {
  /** Path bytes relative to the work tree. Valid until the next entry is read. */
  readonly path: Buffer;
  readonly mode: number;
  readonly id: Buffer;
}

const extended = 0x4000;
const stages = 0x3000;
const statBytes = 40;

/**
 * gitformat-index(5), versions 2 to 4: entries in order of their path bytes; unmerged ones are
 * left out. Throws on anything else, and on a split index, whose entries are elsewhere.
 */
export function* readEntries(bytes: Buffer, idLength: 20 | 32): Generator<IndexEntry> {
  const version = bytes.readUInt32BE(4);
  if (bytes.toString("latin1", 0, 4) !== "DIRC" || version < 2 || version > 4) throw new Error("not a git index");
  const count = bytes.readUInt32BE(8);
  const entries: { at: number; previous: Buffer } = { at: 12, previous: Buffer.alloc(0) };
  for (let index = 0; index < count; index++) {
    const start = entries.at;
    const flags = bytes.readUInt16BE(start + statBytes + idLength);
    const nameAt = start + statBytes + idLength + (version >= 3 && flags & extended ? 4 : 2);
    const path = version === 4 ? prefixed(bytes, nameAt, entries) : padded(bytes, start, nameAt, entries);
    if (flags & stages) continue;
    const idAt = start + statBytes;
    yield { path, mode: bytes.readUInt32BE(start + 24), id: bytes.subarray(idAt, idAt + idLength) };
  }
  if (hasLink(bytes, entries.at, idLength)) throw new Error("a split index");
}

function endOf(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(0, from);
  if (end < 0) throw new Error("a name in the git index does not end");
  return end;
}

function padded(bytes: Buffer, start: number, nameAt: number, state: { at: number }): Buffer {
  const end = endOf(bytes, nameAt);
  state.at = start + Math.ceil((end - start + 1) / 8) * 8;
  return bytes.subarray(nameAt, end);
}

function prefixed(bytes: Buffer, nameAt: number, state: { at: number; previous: Buffer }): Buffer {
  let at = nameAt;
  let byte = bytes.readUInt8(at++);
  let strip = byte & 0x7f;
  while (byte & 0x80) {
    byte = bytes.readUInt8(at++);
    strip = (strip + 1) * 128 + (byte & 0x7f);
  }
  const end = endOf(bytes, at);
  if (strip > state.previous.length) throw new Error("a name in the git index cuts more than there is");
  const path = Buffer.concat([state.previous.subarray(0, state.previous.length - strip), bytes.subarray(at, end)]);
  state.previous = path;
  state.at = end + 1;
  return path;
}

function hasLink(bytes: Buffer, from: number, idLength: number): boolean {
  for (let at = from; at + 8 + idLength <= bytes.length; at += 8 + bytes.readUInt32BE(at + 4))
    if (bytes.toString("latin1", at, at + 4) === "link") return true;
  return false;
}
