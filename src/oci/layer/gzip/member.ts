import { crc32 } from "node:zlib";
import { deflateSync } from "fflate";

/** RFC 1952: deflate, no flags, no time, no hint of the level, operating system unknown. */
const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);

/** 128 kB for matches, fixed: fflate would otherwise take 2 MB, or what it makes of the length of the input. */
const settings = { level: 3, mem: 4 } as const;

/** One gzip member. A pure function: the same bytes on every Node, processor and operating system. */
export function gzipMember(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const deflated = deflateSync(bytes, settings);
  const member = new Uint8Array(header.length + deflated.length + 8);
  member.set(header);
  member.set(deflated, header.length);
  const trailer = new DataView(member.buffer, header.length + deflated.length);
  trailer.setUint32(0, crc32(bytes), true);
  trailer.setUint32(4, bytes.length, true);
  return member;
}
