import { limits } from "../../limits.ts";

/** gitformat-pack(5), "Deltified representation". Throws where the delta does not fit its base. */
export function applyDelta(base: Buffer, delta: Buffer): Buffer {
  let at = 0;
  const size = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = delta.readUInt8(at++);
      value += (byte & 0x7f) * 2 ** shift;
      if (!(byte & 0x80)) return value;
    }
  };
  const from = size();
  const to = size();
  if (from !== base.length || to > limits.gitObject) throw new Error("a delta does not fit its base");
  const parts: Buffer[] = [];
  let made = 0;
  const add = (part: Buffer): void => {
    made += part.length;
    if (made > to) throw new Error("a delta makes more than it promises");
    parts.push(part);
  };
  while (at < delta.length) {
    const instruction = delta.readUInt8(at++);
    if (instruction & 0x80) {
      let offset = 0;
      let length = 0;
      for (let bit = 0; bit < 4; bit++) if (instruction & (1 << bit)) offset += delta.readUInt8(at++) * 2 ** (8 * bit);
      for (let bit = 0; bit < 3; bit++) if (instruction & (16 << bit)) length += delta.readUInt8(at++) * 2 ** (8 * bit);
      add(base.subarray(offset, offset + (length === 0 ? 0x10000 : length)));
    } else {
      if (instruction === 0) throw new Error("a delta holds the reserved instruction");
      add(delta.subarray(at, at + instruction));
      at += instruction;
    }
  }
  const result = Buffer.concat(parts);
  if (result.length !== to) throw new Error("a delta does not make the length it promises");
  return result;
}
