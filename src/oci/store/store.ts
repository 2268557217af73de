import type { Blob, Descriptor } from "../blob.ts";
import type { Digest } from "../digest.ts";
import type { Filesystem } from "../filesystem/filesystem.ts";
import type { Image } from "../image/image.ts";
import type { Changeset } from "../layer/changeset.ts";
import type { SealedLayer } from "../layer/sealed.ts";

/**
 * djib's own store, `<root>/v1/`. Writers need no locks: temporary file, fsync, rename; what is
 * named by a digest is read-only. Only collection excludes, by leases.
 *
 *     blobs/sha256/<hex>     manifests, configs and compressed layers, as pulled or made
 *     layers/sha256/<hex>    uncompressed layer tars, by diffID: the unit content is addressed in
 *     trees/sha256/<hex>     the index of that layer (entries, offsets, content digests); derived
 *     forms/sha256/<hex>     which compressed blobs a diffID is known to have, by compressor
 *     steps/<key>            one small JSON file per step key
 *     tags/<reference>       one small JSON file per tag
 *     snapshots/…            unpacked trees, for the linux executor alone
 *     tmp/ leases/
 */
export interface Store {
  readonly root: string;
  readonly blobs: Blobs;
  readonly layers: Layers;
  readonly steps: Steps;
  readonly tags: Tags;
  /** A directory of one's own beneath `tmp/`, removed on dispose; left-overs of dead processes are swept by the next open. */
  scratch(): Promise<{ readonly path: string } & AsyncDisposable>;
  /** Directory beneath `snapshots/` that the linux executor manages itself. */
  readonly snapshots: string;
}

export interface Blobs {
  has(digest: Digest): Promise<boolean>;
  /** A blob of the store as a value; reading verifies. */
  get(descriptor: Descriptor): Blob;
  /**
   * Streams `content` in; rejects with `oci/corrupt-blob` and leaves nothing where size or digest
   * differ from what is expected. Idempotent.
   */
  put(
    content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    expected?: { readonly digest: Digest; readonly size?: number },
  ): Promise<{ readonly digest: Digest; readonly size: number }>;
}

export interface Layers {
  has(diffId: Digest): Promise<boolean>;
  /** Host path of the read-only uncompressed tar. */
  tarPath(diffId: Digest): string;
  /** Writes a changeset as a layer: canonical tar, digest, index and content digest in one pass. */
  seal(changes: Changeset): Promise<SealedLayer>;
  /** Takes a layer's uncompressed bytes as they are (a pulled one), verifies the diffID, indexes it. */
  add(tar: AsyncIterable<Uint8Array>, diffId: Digest): Promise<SealedLayer>;
  describe(diffId: Digest): Promise<SealedLayer | undefined>;
  /** The merged tree of layers, bottom first. Content is read from the layer files. */
  tree(diffIds: readonly Digest[]): Promise<Filesystem>;
  /** The layer as a changeset again (for diff, reseal, whiteout-preserving copies). */
  changes(diffId: Digest): Promise<Changeset>;
}

/** What a step key leads to. */
export interface StepRecord {
  readonly layer: SealedLayer;
  /** What made it, for people: "RUN pip install …". */
  readonly createdBy: string;
}

export interface Steps {
  get(key: Digest): Promise<StepRecord | undefined>;
  put(key: Digest, record: StepRecord): Promise<void>;
}

export interface TagRecord {
  /** Normalised: docker.io/library/python:3.13-slim. */
  readonly reference: string;
  readonly image: Descriptor;
  /** Digest of the config: the image ID that docker shows. */
  readonly id: Digest;
  /** Digest that the registry gave for the tag (an index's, perhaps); absent for built images. */
  readonly pulled?: Digest;
  /** ISO time of the pull or build. */
  readonly at: string;
  /** Platform of the image, formatted. One record per reference and platform. */
  readonly platform: string;
  readonly origin: "pulled" | "built" | "loaded";
}

export interface Tags {
  get(reference: string, platform: string): Promise<TagRecord | undefined>;
  list(): Promise<readonly TagRecord[]>;
  put(record: TagRecord): Promise<void>;
  remove(reference: string, platform?: string): Promise<boolean>;
}

/** Reads an image back from its manifest in the store; writes config and manifest of a new one. */
export interface Images {
  load(manifest: Descriptor): Promise<Image>;
  save(image: Image): Promise<Descriptor>;
}
