import type { Layer } from "../blob.ts";
import { decompressed } from "../layer/decompress.ts";
import { roleOf, unsupported } from "./media.ts";

/**
 * A layer's tar, whatever its form. `compressed` are its bytes; they are read to their end, so
 * that whoever hashes them on the way sees all. Throws what `decompressed` throws,
 * `image/unsupported` for other media types.
 */
export function uncompressed(
  { mediaType }: Pick<Layer, "mediaType">,
  compressed: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  const role = roleOf(mediaType)?.role;
  if (role === "layer") return compressed;
  if (role === "layerGzip") return decompressed(compressed, "gzip");
  if (role === "layerZstd") return decompressed(compressed, "zstd");
  throw unsupported(mediaType);
}
