import type { Layer } from "../blob.ts";
import type { Digest } from "../digest.ts";
import type { Family } from "../media-types.ts";
import type { Platform } from "../platform.ts";
import type { JsonObject } from "./json.ts";

/** docker's HealthcheckConfig; durations are nanoseconds. */
export interface Healthcheck {
  readonly Test?: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

/** image-spec config.md `config`, with Docker's extension fields. */
export interface RuntimeConfig {
  readonly User?: string;
  readonly ExposedPorts?: Readonly<Record<string, object>>;
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly Volumes?: Readonly<Record<string, object>>;
  readonly WorkingDir?: string;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
  readonly Shell?: readonly string[];
  readonly Healthcheck?: Healthcheck;
  readonly OnBuild?: readonly string[] | null;
  readonly ArgsEscaped?: boolean;
}

export interface HistoryEntry {
  readonly created?: string;
  readonly created_by?: string;
  readonly author?: string;
  readonly comment?: string;
  readonly empty_layer?: boolean;
}

/** image-spec config.md. Unknown fields of a base are kept and written back. */
export interface ImageConfig extends Platform {
  readonly created?: string;
  readonly author?: string;
  readonly config?: RuntimeConfig;
  readonly rootfs: { readonly type: "layers"; readonly diff_ids: readonly Digest[] };
  readonly history?: readonly HistoryEntry[];
  /** BuildKit's inline cache: records in JSON, in base64. */
  readonly "moby.buildkit.cache.v0"?: string;
}

/** image-spec annotations.md; OCI's family alone has them. */
export type Annotations = Readonly<Record<string, string>>;

/** The bytes as pulled, so that an untouched image is written back with its own digests. */
export interface RawImage {
  readonly manifest: Uint8Array;
  readonly manifestMediaType: string;
  readonly config: Uint8Array;
}

/** An image is a value: an edit returns a new one (without `raw`). */
export interface Image {
  readonly config: ImageConfig;
  /** Bottom first; as many as `config.rootfs.diff_ids`, in the same order. */
  readonly layers: readonly Layer[];
  readonly family: Family;
  readonly annotations?: Annotations;
  readonly raw?: RawImage;
}

/** An in-toto statement about an image; its subject is the image's manifest, in whatever form that leaves. */
export interface Attestation {
  /** What kind of predicate it is: an address. */
  readonly predicateType: string;
  readonly predicate: JsonObject;
  /** Package URLs of the names that the image was given when it was built; none where it had none. */
  readonly subjects: readonly string[];
}

/** An image of an index with what the index says of it. */
export interface IndexedImage {
  readonly platform: Platform;
  readonly image: Image;
  /** Of the descriptor, not of the manifest. */
  readonly annotations?: Annotations;
  readonly attestations?: readonly Attestation[];
}

/** Images of several platforms, or one with attestations. Attestations are no part of an image: its digest never tells of them. */
export interface Index {
  readonly family: Family;
  readonly images: readonly IndexedImage[];
  readonly annotations?: Annotations;
}

export type Artifact = Image | Index;
export type Edit = (image: Image) => Image;
