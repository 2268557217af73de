import type { GitReference } from "../../dockerfile/values/git-reference.ts";
import type { Location } from "../../errors.ts";
import type { Network, RunOptions } from "../../executor/executor.ts";
import type { HistoryEntry, Image, RuntimeConfig } from "../../oci/image/image.ts";
import type { Digest } from "../../oci/digest.ts";
import type { Platform } from "../../oci/platform.ts";
import type { MountPlan, SecretEnvPlan } from "./mount.ts";
import type { ImageName } from "./named-contexts.ts";

/** What every step has. A step changes the file system and gives one layer. */
interface StepCommon {
  /** `<stage>/<number>`, number from 1: the id that events carry. */
  readonly id: string;
  /** Position among the steps of its stage, from 1. */
  readonly number: number;
  /** The instruction on one line, for people. */
  readonly title: string;
  readonly where: Location;
  /** What goes into the history's `created_by`. */
  readonly createdBy: string;
}

/** RUN: argv and everything it sees, nothing left to expand. */
export interface RunPlan extends StepCommon, RunOptions {
  readonly verb: "run";
  readonly args: readonly string[];
  readonly scripts: readonly { readonly name: string; readonly content: string }[];
  readonly env: readonly string[];
  /** Values that reach the command without being part of its key: proxies (BuildKit's ProxyEnv). */
  readonly unkeyedEnv: readonly string[];
  readonly cwd: string;
  readonly user: string;
  readonly network: Network;
  readonly insecure: boolean;
  /** In the order that they are mounted. */
  readonly mounts: readonly MountPlan[];
  readonly secretEnv: readonly SecretEnvPlan[];
}

/** An image, for the platform that is built for, whatever the stage's own is. */
export type ImageSource = { readonly kind: "image"; readonly platform: Platform; readonly where: Location } & ImageName;

/** Where a COPY takes its files from. */
export type CopySource =
  /** The build context, or one of --build-context by its key there. */
  | { readonly kind: "context"; readonly name?: string | undefined }
  | { readonly kind: "stage"; readonly index: number }
  | ImageSource
  | { readonly kind: "scratch" };

/** What ADD fetches from the network. Addresses hold user names and passwords where the Dockerfile has them there. */
export type RemoteSource =
  /** One file, put under `name` into a directory. */
  | { readonly kind: "file"; readonly url: string; readonly name: string; readonly checksum: Digest | undefined }
  | { readonly kind: "git"; readonly reference: GitReference };

/** A source as it is written, and what it is where it is no file of the step's `from`. */
export interface PlannedSource {
  readonly text: string;
  readonly where: Location;
  readonly remote?: RemoteSource | undefined;
}

/** COPY and ADD of files: sources and destination are expanded, the destination is absolute. */
export interface CopyPlan extends StepCommon {
  readonly verb: "copy" | "add";
  readonly from: CopySource;
  readonly sources: readonly PlannedSource[];
  /** Heredoc files, in order: name and content, expanded. */
  readonly inline: readonly { readonly name: string; readonly content: string }[];
  /** Absolute; keeps a trailing slash, which means "a directory". */
  readonly destination: string;
  readonly chown: string | undefined;
  readonly chmod: string | undefined;
  /** Whether archives are unpacked: undefined is what the verb does by itself, for a downloaded file nothing. */
  readonly unpack: boolean | undefined;
  readonly link: boolean;
  /** COPY --parents: sources are patterns of paths that are kept. */
  readonly parents: boolean;
  /** Rules for what is left out, relative to each source. */
  readonly exclude: readonly { readonly text: string; readonly where: Location }[];
}

export interface WorkdirPlan extends StepCommon {
  readonly verb: "workdir";
  readonly path: string;
  readonly user: string;
}

export type Step = RunPlan | CopyPlan | WorkdirPlan;

export type PlannedBase =
  | ({ readonly kind: "image"; readonly image: Image } & ImageName)
  | { readonly kind: "stage"; readonly index: number }
  | { readonly kind: "scratch" };

export interface PlannedStage {
  /** Position among all FROM lines of the file, from 0; `--from=N` and other stages mean this. */
  readonly index: number;
  /** Its AS name, or "stage-N". */
  readonly name: string;
  /** What people see it as: its name, behind its platform where several are built. */
  readonly label: string;
  readonly platform: Platform;
  readonly base: PlannedBase;
  readonly where: Location;
  readonly steps: readonly Step[];
  /** Configuration at the end of the stage, the base's included. */
  readonly config: RuntimeConfig;
  readonly author: string | undefined;
  /** Entries of this stage's own instructions, in order; those of a base stage come before. */
  readonly history: readonly HistoryEntry[];
}

/**
 * A Dockerfile with every variable replaced, every base known and every stage that the target does
 * not need left out: plain data, made without executing anything. `djib plan` prints it.
 */
export interface BuildPlan {
  readonly platform: Platform;
  /** In the order of the file; a stage needs only stages before it. */
  readonly stages: readonly PlannedStage[];
  /** Index of the stage that becomes the image. */
  readonly target: number;
  /** SOURCE_DATE_EPOCH, seconds. */
  readonly epoch: number | undefined;
}
