const pieceSize = 256 * 1024;

/** CRC-32 of bits sent highest first, as in Ethernet; zlib's is of the lowest first. */
const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

/**
 * The bytes of a block in their order from place `next` on: four equal ones are followed by how many more there
 * are. Returns their CRC. A block may give 255 times its size, so it comes in pieces.
 */
export function* runs(block: Uint32Array, length: number, next: number): Generator<Uint8Array, number> {
  let [out, at] = [new Uint8Array(pieceSize), 0];
  let [crc, previous, equal] = [-1, -1, 0];
  for (let i = 0; i < length; i++) {
    const entry = block[next]!;
    next = entry >>> 8;
    const isCount = equal === 4;
    const byte = isCount ? previous : entry & 0xff;
    if (isCount) equal = 0;
    else equal = byte === previous ? equal + 1 : 1;
    previous = isCount ? -1 : byte;
    for (let left = isCount ? entry & 0xff : 1; left > 0; left--) {
      out[at++] = byte;
      crc = (crc << 8) ^ table[(crc >>> 24) ^ byte]!;
    }
    if (at > pieceSize - 256) {
      yield out.subarray(0, at);
      [out, at] = [new Uint8Array(pieceSize), 0];
    }
  }
  yield out.subarray(0, at);
  return ~crc >>> 0;
}
