import type { Digest } from "../digest.ts";

/**
 * What is kept of a layer after sealing. `contentDigest` covers every entry without its time, so
 * that two runs that differ in times alone are one to the steps that follow.
 */
export interface SealedLayer {
  readonly diffId: Digest;
  /** Bytes of the uncompressed tar. */
  readonly size: number;
  readonly contentDigest: Digest;
  /** Number of entries; 0 for a layer that changes nothing. */
  readonly entries: number;
}
