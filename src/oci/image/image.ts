import type { Layer } from "../blob.ts";
import type { Digest } from "../digest.ts";
import type { Family } from "../media-types.ts";
import type { Platform } from "../platform.ts";

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
  readonly annotations?: Readonly<Record<string, string>>;
  readonly raw?: RawImage;
}

export interface Index {
  readonly family: Family;
  readonly images: readonly { readonly platform: Platform; readonly image: Image }[];
}

export type Artifact = Image | Index;
export type Edit = (image: Image) => Image;
