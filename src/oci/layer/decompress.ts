import { gunzip } from "./gzip/gunzip.ts";

const magics = {
  gzip: [0x1f, 0x8b, 0x08],
  bzip2: [0x42, 0x5a, 0x68],
  xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
} as const;

export type Compression = keyof typeof magics;

/** Bytes that tell all of them apart. */
export const magicBytes = 6;

/** How content is compressed, by its first bytes, as moby's compression.Detect; undefined for anything else. */
export function compressionOf(head: Buffer): Compression | undefined {
  for (const [name, magic] of Object.entries(magics))
    if (head.subarray(0, magic.length).equals(Buffer.from(magic))) return name as Compression;
  return undefined;
}

type Bytes = AsyncIterable<Uint8Array>;

/** Uncompressed content. Throws `layer/…` and `oci/…` for damaged bytes and bombs. */
export function decompressed(content: Bytes, compression: Compression | undefined): Bytes {
  if (compression === undefined) return content;
  return compression === "gzip" ? gunzip(content) : unpacked(content, compression);
}

/** What few images and archives need is loaded when one does. */
async function* unpacked(content: Bytes, compression: Exclude<Compression, "gzip">): Bytes {
  yield* (await unpackers[compression]())(content);
}

const unpackers = {
  bzip2: async () => (await import("./unpack/bzip2/unbzip2.ts")).unbzip2,
  xz: async () => (await import("./unpack/xz/unxz.ts")).unxz,
  zstd: async () => (await import("./unpack/zstd/unzstd.ts")).unzstd,
} as const;
