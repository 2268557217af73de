import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { problem } from "../../errors.ts";
import { damaged } from "../damaged.ts";
import type { Check } from "./check.ts";
import { crc64 } from "./crc64.ts";

/** The check numbered `type` in a stream's header, made anew for each block. */
export function checkOf(type: number): () => Check {
  if (type === 0) return () => ({ size: 0, update: () => undefined, digest: () => new Uint8Array(0) });
  if (type === 1) return crc32Check;
  if (type === 4) return () => crc64();
  if (type === 10) return sha256Check;
  throw problem("layer/cannot-unpack", `its xz checksum is of no known kind (${type})`, {
    help: "compress it by xz --check=crc64",
  });
}

function crc32Check(): Check {
  let crc = 0;
  return {
    size: 4,
    update: (bytes) => {
      // zlib's crc32 of no bytes is 0, whatever came before.
      if (bytes.length > 0) crc = crc32(bytes, crc);
    },
    digest: () => uint32(crc),
  };
}

function sha256Check(): Check {
  const hash = createHash("sha256");
  return { size: 32, update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}

/** Throws unless `expected`, little-endian, is the CRC-32 of `bytes`. */
export function verifyCrc(bytes: Uint8Array, expected: Uint8Array, where: string): void {
  if (uint32(crc32(bytes)).compare(expected) !== 0) throw damaged("xz", `the checksum of ${where} is wrong`);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
