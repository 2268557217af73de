import { Readable } from "node:stream";
import * as zlib from "node:zlib";
import { limits } from "../../limits.ts";
import { problem } from "./errors.ts";

/** Node 22.15 and 23.8 on; the types of the Node that djib is checked against do not know it. */
type Zstd = { readonly createZstdDecompress?: () => NodeJS.ReadWriteStream };

/**
 * Unpacks zstd, RFC 8878, frame after frame. Ends only when the whole source was read. Throws
 * `image/unsupported` where this Node has no zstd, `image/bad-layer` for damaged bytes and for
 * more than `limits.compressionRatio` times what was read so far: unlike deflate, zstd has no
 * bound of its own.
 */
export async function* unzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { createZstdDecompress } = zlib as Zstd;
  if (createZstdDecompress === undefined)
    throw problem("image/unsupported", "this image has layers compressed with zstd, which this Node cannot read", {
      help: "run djib with Node 22.15 or later, or use a base image with gzip layers",
    });
  let read = 0;
  let written = 0;
  const counted = async function* () {
    for await (const chunk of source) {
      read += chunk.length;
      yield chunk;
    }
  };
  try {
    const inflater = Readable.from(counted(), { objectMode: false }).compose(createZstdDecompress());
    for await (const chunk of inflater as AsyncIterable<Uint8Array>) {
      written += chunk.length;
      // The window's worth of slack lets the first, tiny chunk of input be worth much.
      if (written > read * limits.compressionRatio + 128 * 1024 * 1024 || written > limits.layerUncompressed)
        throw bad(`it unpacks to more than ${limits.compressionRatio} times its size`);
      yield chunk;
    }
  } catch (error) {
    throw isZstdError(error) ? bad(error.message, error) : error;
  }
}

const isZstdError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && /^(ZSTD_|Z_|ERR_ZLIB)/i.test((error as NodeJS.ErrnoException).code ?? "");

const bad = (why: string, cause?: unknown) =>
  problem("image/bad-layer", `a zstd layer is damaged: ${why}`, {
    help: "pull the image again; if it stays, the registry holds a broken layer",
    cause,
  });
