import { limits } from "../../../limits.ts";
import { problem } from "../errors.ts";

/** Honest content may hold this much of nothing but zeros, which zstd makes 30,000 times smaller. */
const slack = 1024 ** 3;

/**
 * Stops decompression bombs: throws `layer/too-large` where `written` bytes came of `read` ones. Deflate
 * has a bound of its own, zstd, xz and bzip2 have none.
 */
export function bound(read: number, written: number): void {
  if (written > read * limits.compressionRatio + slack)
    throw problem("layer/too-large", `it unpacks to more than ${limits.compressionRatio} times its size`);
  if (written > limits.layerUncompressed)
    throw problem("layer/too-large", `it unpacks to more than ${limits.layerUncompressed} bytes`);
}
