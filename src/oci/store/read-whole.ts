import type { Blob } from "../blob.ts";
import { problem } from "../image/errors.ts";

/** A document of the store, verified. Throws `image/too-large` beyond `limit` bytes, and what reading throws. */
export async function readWhole(blob: Blob, limit: number): Promise<Uint8Array> {
  if (blob.size > limit)
    throw problem("image/too-large", `${blob.digest} has ${blob.size} bytes; at most ${limit} are accepted`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of blob.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
