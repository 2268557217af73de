import { Decompress } from "fzstd";
import { damaged } from "../damaged.ts";
import type { Decoder } from "./decoder.ts";
import type { FrameHeader } from "./frame.ts";
import { xxh64 } from "./xxh64.ts";

/** fzstd, for Node without zstd. It trusts the data, so checksums are verified here. */
export function portableDecoder({ hasChecksum }: FrameHeader): Decoder {
  let out: Uint8Array[] = [];
  const hash = xxh64();
  const stream = new Decompress((part) => {
    if (hasChecksum) hash.update(part);
    if (part.length > 0) out.push(part);
  });
  const push = (bytes: Uint8Array, isEnd: boolean) => {
    out = [];
    try {
      // It keeps what it cannot use yet, and the caller's bytes are overwritten.
      stream.push(bytes.slice(), isEnd);
    } catch (error) {
      throw damaged("zstd", (error as Error).message, error);
    }
    return out;
  };
  return {
    write: async (bytes) => push(bytes, false),
    end: async (checksum) => {
      const rest = push(checksum, true);
      if (hasChecksum && Buffer.from(checksum).readUInt32LE() !== hash.digestLow())
        throw damaged("zstd", "its checksum is wrong");
      return rest;
    },
    [Symbol.dispose]: () => undefined,
  };
}
