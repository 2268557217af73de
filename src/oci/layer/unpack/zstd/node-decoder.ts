import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { damaged } from "../damaged.ts";
import type { Decoder } from "./decoder.ts";

type Inflater = Transform & { readonly bytesWritten: number };

/** Node 22.15 and 23.8 on; the types of the Node that djib is checked against do not know it. */
const { createZstdDecompress } = zlib as unknown as { readonly createZstdDecompress?: () => Inflater };

export const hasNodeZstd = createZstdDecompress !== undefined;

/** Node's decoder, libzstd; it verifies checksums itself. */
export function nodeDecoder(): Decoder {
  // An error between two writes shows in the next; its event must not end the process.
  const inflater = createZstdDecompress!().on("error", () => undefined);
  return {
    write: (bytes) => unpack(inflater, bytes),
    end: async (checksum) => (checksum.length === 0 ? [] : unpack(inflater, checksum)),
    [Symbol.dispose]: () => void inflater.destroy(),
  };
}

function unpack(inflater: Inflater, bytes: Uint8Array) {
  return new Promise<readonly Uint8Array[]>((resolve, reject) => {
    const out: Uint8Array[] = [];
    const before = inflater.bytesWritten;
    const take = (part: Uint8Array) => out.push(part);
    const fail = (error: Error) => reject(damaged("zstd", error.message, error));
    inflater.on("data", take).on("error", fail);
    inflater.write(bytes, () => {
      inflater.off("data", take).off("error", fail);
      if (inflater.bytesWritten - before === bytes.length) resolve(out);
      else fail(new Error("a frame ends before its last block"));
    });
  });
}
