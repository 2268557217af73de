import type { Digest } from "./digest.ts";

/** OCI descriptor: what a manifest says of a blob. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: import("./platform.ts").Platform;
}

/**
 * Bytes with a name. `open` may be called any number of times; each call starts at the beginning.
 * What it yields has been, or is while read, verified against `digest` and `size`: a reader that
 * reaches the end has the true bytes, otherwise it gets `oci/corrupt-blob`.
 */
export interface Blob extends Descriptor {
  open(signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

/**
 * A layer of an image, in the form it is stored or sent in. A layer that djib sealed and that has
 * not left the machine is an uncompressed tar: its `digest` is its `diffId`. Compressing is a
 * function from layer to layer that sinks apply.
 */
export interface Layer extends Blob {
  /** Digest of the uncompressed tar. */
  readonly diffId: Digest;
}
