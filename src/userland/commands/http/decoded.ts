import { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { Refusal } from "../../kernel/refusal.ts";

/** A body without its Content-Encoding. Rejects with zlib's errors; throws `Refusal` for encodings besides gzip, deflate and br. */
export function decoded(body: AsyncIterable<Uint8Array>, encoding: string | undefined): AsyncIterable<Uint8Array> {
  const name = encoding?.trim().toLowerCase() ?? "identity";
  if (name === "identity" || name === "none") return body;
  const make = { gzip: createGunzip, "x-gzip": createGunzip, deflate: createInflate, br: createBrotliDecompress }[name];
  if (make === undefined) throw new Refusal(name, "is an encoding of content that is not known");
  const source = Readable.from(body, { objectMode: false });
  const target = make();
  source.on("error", (error) => target.destroy(error));
  return source.pipe(target);
}
