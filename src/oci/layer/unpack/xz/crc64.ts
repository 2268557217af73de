import type { Check } from "./check.ts";

/** ECMA-182, lowest bits first; in halves, since one number cannot hold 64 bits. */
const [low, high] = [new Int32Array(256), new Int32Array(256)];
for (let byte = 0; byte < 256; byte++) {
  let crc = BigInt(byte);
  for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n;
  low[byte] = Number(BigInt.asIntN(32, crc));
  high[byte] = Number(BigInt.asIntN(32, crc >> 32n));
}

/** The CRC-64 of xz. */
export function crc64(): Check {
  let [a, b] = [-1, -1];
  return {
    size: 8,
    update: (bytes) => {
      let [l, h] = [a, b];
      for (let i = 0; i < bytes.length; i++) {
        const index = (l ^ bytes[i]!) & 0xff;
        l = ((l >>> 8) | (h << 24)) ^ low[index]!;
        h = (h >>> 8) ^ high[index]!;
      }
      [a, b] = [l, h];
    },
    digest: () => {
      const bytes = Buffer.alloc(8);
      bytes.writeInt32LE(~a);
      bytes.writeInt32LE(~b, 4);
      return bytes;
    },
  };
}
