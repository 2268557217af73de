import type { Layer } from "../blob.ts";
import type { Digest } from "../digest.ts";
import type { SealedLayer } from "../layer/sealed.ts";

/** A step's result as a cache that travels tells it. */
export interface CacheRecord {
  /** The step's key. */
  readonly key: Digest;
  readonly layer: SealedLayer;
  /**
   * The layer's bytes, which may be far away. undefined: only described. That is enough for steps
   * below to be found, for their keys ask for nothing but a layer's digests.
   */
  readonly content: Layer | undefined;
}

/** Member of an image's config that holds the cache of its own layers (BuildKit: cache/remotecache/inline). */
export const inlineMember = "moby.buildkit.cache.v0";

/** BuildKit: cache/remotecache/v1/types. */
export const cacheConfigType = "application/vnd.buildkit.cacheconfig.v0";
