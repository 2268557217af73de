import type { Layer } from "../blob.ts";
import { gunzip } from "../layer/gzip/gunzip.ts";
import { unzstd } from "../layer/unzstd.ts";
import { roleOf, unsupported } from "./media.ts";

/**
 * A layer's tar, whatever its form. `compressed` are its bytes; they are read to their end, so
 * that whoever hashes them on the way sees all. Throws what `gunzip` and `unzstd` throw,
 * `image/unsupported` for other media types.
 */
export function uncompressed(
  { mediaType }: Pick<Layer, "mediaType">,
  compressed: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  const role = roleOf(mediaType)?.role;
  if (role === "layer") return compressed;
  if (role === "layerGzip") return gunzip(compressed);
  if (role === "layerZstd") return unzstd(compressed);
  throw unsupported(mediaType);
}
