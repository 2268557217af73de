import type { Ctx } from "../ctx.ts";
import type { Digest } from "../oci/digest.ts";
import type { Image } from "../oci/image/image.ts";
import type { Platform } from "../oci/platform.ts";
import type { Reference } from "../oci/reference.ts";

export interface Found {
  readonly image: Image;
  /** What the tag led to (an index's digest where there is one), for messages and provenance. */
  readonly digest: Digest;
  /** Seconds since it was pulled, where the store answered without asking. */
  readonly age?: number;
}

/**
 * Where base images come from. Layers of what is found may still be remote: they are fetched when
 * opened or when the store is asked for their tree. undefined: this source does not have it.
 */
export type Source = (reference: Reference, platform: Platform, ctx: Ctx) => Promise<Found | undefined>;
