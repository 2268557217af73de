import type { Image } from "../image/image.ts";
import { canonical } from "../image/json.ts";
import { writtenRecords } from "./config.ts";
import { type CacheRecord, inlineMember } from "./record.ts";

/**
 * The image with the cache of its own layers in its config (BuildKit: `type=inline`, or the build
 * argument BUILDKIT_INLINE_CACHE=1), and so with another ID. Layers that it does not have are only
 * described.
 */
export function withInlineCache({ raw: _, ...image }: Image, records: readonly CacheRecord[]): Image {
  const cache = Buffer.from(canonical(writtenRecords(records, image.layers))).toString("base64");
  return { ...image, config: { ...image.config, [inlineMember]: cache } };
}
