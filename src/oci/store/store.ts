import type { Ctx } from "../../ctx.ts";
import type { Blob, Descriptor, Layer } from "../blob.ts";
import type { Digest } from "../digest.ts";
import type { Filesystem } from "../filesystem/filesystem.ts";
import type { Artifact, Image, Index } from "../image/image.ts";
import type { Changeset } from "../layer/changeset.ts";
import type { SealedLayer } from "../layer/sealed.ts";
import type { Family } from "../media-types.ts";

/**
 * djib's own store, `<root>/v1/`. Writers need no locks: temporary file, fsync, rename; what is
 * named by a digest is read-only. Only collection excludes, by leases.
 *
 *     blobs/sha256/<hex>     manifests, configs and compressed layers, as pulled or made
 *     layers/sha256/<hex>    uncompressed layer tars, by diffID: the unit content is addressed in
 *     trees/sha256/<hex>     the index of that layer (entries, offsets, content digests); derived
 *     forms/sha256/<hex>/    which compressed blobs a diffID is known to have, a file per compressor
 *     steps/sha256/<hex>     one small JSON file per step key
 *     tags/<name>            one small JSON file per tag and platform
 *     snapshots/…            unpacked trees, for the linux executor alone
 *     corrupt/               what failed verification, put aside
 *     tmp/<lease>/ leases/<lease>
 */
export interface Store extends AsyncDisposable {
  readonly root: string;
  readonly blobs: Blobs;
  readonly layers: Layers;
  readonly forms: Forms;
  readonly images: Images;
  readonly steps: Steps;
  readonly tags: Tags;
  /**
   * Makes sure that the uncompressed tar of `layer` is in `layers/`: opens it (from the store or
   * from where it still is), decompresses, and verifies digest, size and diffID in one pass. Emits
   * `transfer` events, way "unpack". Concurrent calls for one layer share the work. Does not keep
   * the compressed bytes; whoever wants those puts them into `blobs` first.
   */
  ensureLayer(layer: Layer, ctx: Ctx): Promise<SealedLayer>;
  /**
   * Held for as long as a build or transfer lasts: meanwhile no collection removes anything.
   * Counted: any number may be held at once. Dies with the process.
   */
  lease(): Promise<AsyncDisposable>;
  /** A directory of one's own beneath `tmp/`, removed on dispose; left-overs of dead processes are swept by the next process that needs `tmp/`. */
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
  /** A sealed layer as part of an image: uncompressed, media type of `family`, read from `layers/`. */
  get(layer: Pick<SealedLayer, "diffId" | "size">, family: Family): Layer;
  /** Host path of the read-only uncompressed tar. */
  tarPath(diffId: Digest): string;
  /** Writes a changeset as a layer: canonical tar, digest, index and content digest in one pass. */
  seal(changes: Changeset): Promise<SealedLayer>;
  /** Takes a layer's uncompressed bytes as they are (a pulled one), verifies the diffID, indexes it. */
  add(tar: AsyncIterable<Uint8Array>, diffId: Digest): Promise<SealedLayer>;
  /** undefined where the layer is not in the store. A lost or damaged index is made again from the tar. */
  describe(diffId: Digest): Promise<SealedLayer | undefined>;
  /** The merged tree of layers, bottom first: one and the same while it is in use. Content is read from the layer files. */
  tree(diffIds: readonly Digest[]): Promise<Filesystem>;
  /** The layer as a changeset again (for diff, reseal, whiteout-preserving copies). */
  changes(diffId: Digest): Promise<Changeset>;
}

/** A layer's bytes in one compressed form. */
export type Form = Pick<Descriptor, "mediaType" | "digest" | "size">;

/**
 * Compressing is done once per layer for ever. `compressor` names what made the bytes, with its
 * version, level and member bounds ("djib-gzip-1"), or "pulled" for the form a base came in:
 * lower-case letters, digits and "-". A form tells of a blob, not that it is (still) in the store.
 */
export interface Forms {
  get(diffId: Digest, compressor: string): Promise<Form | undefined>;
  put(diffId: Digest, compressor: string, form: Form): Promise<void>;
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
  /** What the name means where it means several platforms, or attestations too; the records of all its platforms have it. */
  readonly index?: Descriptor;
  /** Digest that the registry gave for the tag (an index's, perhaps); absent for built images. */
  readonly pulled?: Digest;
  /** ISO time of the pull or build. */
  readonly at: string;
  /** Platform of the image, formatted. One record per reference and platform. */
  readonly platform: string;
  readonly origin: "pulled" | "built" | "loaded";
  /** Repositories that have the layers which were not in the store when this was written; absent where all were. */
  readonly layersAt?: readonly string[];
}

export interface Tags {
  get(reference: string, platform: string): Promise<TagRecord | undefined>;
  list(): Promise<readonly TagRecord[]>;
  put(record: TagRecord): Promise<void>;
  remove(reference: string, platform?: string): Promise<boolean>;
}

export interface Images {
  /**
   * Reads an image back from its manifest in the store. Its layers open from `layers/` where they
   * are uncompressed tars, otherwise from `blobs/`.
   */
  load(manifest: Descriptor): Promise<Image>;
  /** The same for an index that djib saved: its images, and the attestations about them. */
  loadIndex(index: Descriptor): Promise<Index>;
  /**
   * Writes the documents, those that are named before those that name them; the layers' bytes stay
   * where they are. Idempotent. Resolves to the manifest or index.
   */
  save(artifact: Artifact): Promise<Descriptor>;
}
