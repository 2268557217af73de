import { once } from "node:events";
import { createInflateRaw } from "node:zlib";
import type { Input } from "../../../oci/layer/unpack/input.ts";
import { Broken, endOfFile } from "./broken.ts";

/** Compressed bytes that are worked on at once: they may become a thousand times more. */
const step = 16 * 1024;

/**
 * Inflates one deflate stream and leaves the input right behind it. Throws `Broken` where it is cut
 * off or no deflate.
 */
export async function* inflate(input: Input): AsyncGenerator<Uint8Array> {
  const inflater = createInflateRaw({ chunkSize: 128 * 1024 });
  const parts: Buffer[] = [];
  let failed = false;
  inflater.on("data", (part: Buffer) => parts.push(part));
  // A write that fails is never answered.
  const broken = new Promise((resolve) => {
    inflater.on("error", () => resolve((failed = true)));
  });
  const ended = once(inflater, "end").catch(() => undefined);
  try {
    for (let fed = 0; ;) {
      if (!(await input.fill(1))) throw new Broken(endOfFile);
      // The inflater may still look at its last bytes when the input moves on.
      const bytes = input.take(Math.min(step, input.available)).slice();
      await Promise.race([broken, new Promise((resolve) => inflater.write(bytes, resolve))]);
      if (failed) throw new Broken("invalid compressed data--format violated");
      fed += bytes.length;
      const unused = fed - inflater.bytesWritten;
      if (unused > 0) await ended;
      yield* parts.splice(0);
      if (unused === 0) continue;
      input.at -= unused;
      return;
    }
  } finally {
    inflater.destroy();
  }
}
