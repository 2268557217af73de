import type { Descriptor } from "../oci/blob.ts";
import type { Digest } from "../oci/digest.ts";
import type { PulledManifest } from "../oci/registry/manifests.ts";
import type { Blobs } from "../oci/store/store.ts";

/** Where manifests and blobs are: a repository, or a directory in OCI's layout. */
export interface BlobPlace {
  /** By tag or digest. */
  manifest(target: string): Promise<PulledManifest>;
  /** Whether a blob is there, without fetching it. */
  has(digest: Digest): Promise<boolean>;
  /** Puts a blob into `blobs`, verified. */
  fetch(descriptor: Descriptor, blobs: Blobs): Promise<void>;
}
