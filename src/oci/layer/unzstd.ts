import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { limits } from "../../limits.ts";
import { problem } from "./errors.ts";

type Inflater = Transform & { readonly bytesWritten: number };

/** Node 22.15 and 23.8 on; the types of the Node that djib is checked against do not know it. */
const { createZstdDecompress } = zlib as unknown as { readonly createZstdDecompress?: () => Inflater };

export const hasZstd = createZstdDecompress !== undefined;

/** Bytes of input at a time: what they unpack to is held in memory, at most 128 KiB for each 4. */
const slice = 1024;

/** Honest layers may hold this much of nothing but zeros, which zstd makes 30,000 times smaller. */
const slack = 1024 ** 3;

/**
 * Unpacks zstd, RFC 8878, frame after frame; Node's own stream stops behind the first and leaves
 * the rest unread. Ends only when the whole source was read. That the last frame is whole is not
 * seen here: its digest tells. Throws `layer/no-zstd` where this Node has no zstd,
 * `layer/bad-zstd` for damaged bytes and for more than `limits.compressionRatio` times what was
 * read so far: unlike deflate, zstd has no bound of its own.
 */
export async function* unzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (createZstdDecompress === undefined)
    throw problem("layer/no-zstd", "this image has layers compressed with zstd, which this Node cannot read", {
      help: "run djib with Node 22.15 or later, or use a base image with gzip layers",
    });
  let inflater = begun(createZstdDecompress);
  let [read, written] = [0, 0];
  try {
    for await (const chunk of source)
      for (let at = 0; at < chunk.length;) {
        const piece = chunk.subarray(at, at + slice);
        const { used, out } = await unpack(inflater, piece);
        at += used;
        read += used;
        for (const bytes of out) written += bytes.length;
        if (written > read * limits.compressionRatio + slack || written > limits.layerUncompressed)
          throw bad(`it unpacks to more than ${limits.compressionRatio} times its size`);
        yield* out;
        if (used < piece.length) {
          // A frame ended inside of the piece; the next begins.
          inflater.destroy();
          inflater = begun(createZstdDecompress);
        }
      }
  } finally {
    inflater.destroy();
  }
}

/** An error between two writes shows in the next; its event must not end the process. */
const begun = (create: () => Inflater): Inflater => create().on("error", () => undefined);

/** What a piece unpacks to, and how many of its bytes belong to the frame. */
function unpack(inflater: Inflater, piece: Uint8Array) {
  return new Promise<{ readonly used: number; readonly out: readonly Uint8Array[] }>((resolve, reject) => {
    const out: Uint8Array[] = [];
    const before = inflater.bytesWritten;
    const take = (bytes: Uint8Array) => out.push(bytes);
    const fail = (error: Error) => reject(bad(error.message, error));
    inflater.on("data", take).on("error", fail);
    inflater.write(piece, () => {
      inflater.off("data", take).off("error", fail);
      const used = inflater.bytesWritten - before;
      if (used === 0) fail(new Error("no frame begins where one should"));
      else resolve({ used, out });
    });
  });
}

const bad = (why: string, cause?: unknown) =>
  problem("layer/bad-zstd", `a zstd layer is damaged: ${why}`, {
    help: "pull the image again; if it stays, the registry holds a broken layer",
    cause,
  });
