import { crc32 } from "node:zlib";
import { deflateSync } from "fflate";

/** RFC 1952: deflate, no flags, no time, no hint of the level, operating system unknown. */
const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);

/** 128 kB for matches, fixed: fflate would otherwise take 2 MB, or what it makes of the length of the input. */
const settings = { level: 3, mem: 4 } as const;

/**
 * Writes one gzip member to the front of `output`, which must have room for it, and gives that part
 * of it. The same bytes on every Node, processor and operating system.
 */
export function gzipMember(bytes: Uint8Array, output: Uint8Array): Uint8Array {
  const deflated = deflateSync(bytes, settings);
  const end = header.length + deflated.length;
  output.set(header);
  output.set(deflated, header.length);
  const trailer = new DataView(output.buffer, output.byteOffset + end, 8);
  trailer.setUint32(0, crc32(bytes), true);
  trailer.setUint32(4, bytes.length, true);
  return output.subarray(0, end + 8);
}
