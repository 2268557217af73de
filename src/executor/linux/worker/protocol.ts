/**
 * What the parent asks of a worker: lines of JSON on its standard input, a job each, the next when
 * the last is done; its end tells the worker to stop. The worker answers with lines of JSON on
 * descriptor 3. Of a RUN it sends the tar of what changed on descriptor 4, and ends that and its
 * output with it. What the RUN wrote stays until the worker ends, or is stamped and adopted.
 */
export type Job = RunJob | UnpackJob | StampJob | AdoptJob | RemoveJob | PruneJob;

export interface RunJob {
  readonly job: "run";
  /** Directory of the worker's own; gone when the worker ends by itself. */
  readonly work: string;
  readonly tree: OverlayTree | CopiedTree;
  /** Files to write into `work` before the engine starts. */
  readonly files: readonly { readonly name: string; readonly content: string; readonly mode: number }[];
  /** Directories to make in the tree where they are missing, outermost first; latin1 paths without symlinks. */
  readonly directories: readonly string[];
  /** Places that the sandbox mounts over: never part of the changes, nor is what is below. Latin1. */
  readonly mountPoints: readonly { readonly path: string; readonly type: "directory" | "file" }[];
  /** RUN --mount, in order. */
  readonly mounts: readonly MountJob[];
  /** Whether `files` hold secrets, which must not be on disk. */
  readonly isSecret: boolean;
  /** Whose output it is. */
  readonly user: { readonly uid: number; readonly gid: number };
  /** Commands to run before the engine, in `work`. */
  readonly setup: readonly (readonly string[])[];
  /** The engine's command line, run in `work` with nothing but PATH in its environment. */
  readonly argv: readonly string[];
  /** Files in `work` that the engine is given as descriptors 3 and up. */
  readonly descriptors: readonly { readonly name: string; readonly flags: "r" | "w" }[];
  /** Name of a control group, below the root of each hierarchy, to remove in the end. */
  readonly cgroup?: string;
  /** File in `work` to send with a status other than 0. */
  readonly log?: string;
}

export interface OverlayTree {
  readonly type: "overlay";
  /** Unpacked layers, bottom first; absolute. */
  readonly lowers: readonly string[];
  /** Mount options besides the directories. */
  readonly options: string;
}

/** A tree of its own. */
export interface CopiedTree {
  readonly type: "copy";
  /** One tar of the merged layers; undefined where an earlier RUN's tree has been put at `merged`. */
  readonly tar: string | undefined;
  /** What that one lacks, layer by layer. */
  readonly patches: readonly TreePatch[];
  /** What a sandbox would mount into the tree; absolute on the host, absolute in the tree, UTF-8. */
  readonly copies: readonly { readonly source: string; readonly target: string }[];
}

export interface MountJob {
  /**
   * In the tree, latin1, without links as far as the image goes. undefined for what the engine mounts itself, over
   * its own /dev: it finds it at `mounts/<number>.stage`.
   */
  readonly place: string | undefined;
  readonly readOnly: boolean;
  readonly what: LayersJob | TarJob | CacheJob | TmpfsJob | SecretJob | AgentJob;
}

/** A part of another tree. */
export interface LayersJob {
  readonly type: "layers";
  /** As in `OverlayTree`. */
  readonly lowers: readonly string[];
  readonly options: string;
  /** Latin1, without links. */
  readonly path: string;
}

/** The same where nothing can be mounted. */
export interface TarJob {
  readonly type: "tar";
  readonly tar: string;
  /** The one name in it. */
  readonly path: string;
  readonly isFile: boolean;
}

export interface CacheJob {
  readonly type: "cache";
  readonly directory: string;
  readonly sharing: "shared" | "private" | "locked";
  readonly renew: boolean;
  readonly owner: Owner;
  readonly base: LayersJob | TarJob | undefined;
  readonly path: string;
}

interface Owner {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface TmpfsJob {
  readonly type: "tmpfs";
  readonly size: number;
  readonly mode: number;
}

export interface SecretJob extends Owner {
  readonly type: "secret";
  /** Base64. */
  readonly content: string;
}

export interface AgentJob extends Owner {
  readonly type: "agent";
  readonly socket: string;
}

/** A layer put upon a tree. Latin1 paths, none of them through a symlink. */
export interface TreePatch {
  readonly tar: string;
  /** To remove first: what the layer removes, and what it has another thing in the place of. */
  readonly removed: readonly string[];
  /** Times of directories, to set at last. */
  readonly times: readonly { readonly path: string; readonly mtime: number }[];
}

/** Makes each layer's directory, side by side. */
export interface UnpackJob {
  readonly job: "unpack";
  readonly layers: readonly UnpackedLayer[];
}

/** Makes `target` from a layer, atomically; another that makes the same may win. */
export interface UnpackedLayer {
  readonly target: string;
  readonly tar: string;
  /** Members that cannot be made here (devices in a user namespace), as regular tar paths. */
  readonly exclude: readonly string[];
  /** Latin1 paths of overlay whiteouts to make. */
  readonly whiteouts: readonly string[];
  /** Directories to describe after unpacking, parents first: those the layer does not, and the opaque ones. */
  readonly directories: readonly UnpackedDirectory[];
  readonly opaqueXattr: string;
  /** False with one user id: everything is then root's. */
  readonly keepOwners: boolean;
}

export interface UnpackedDirectory {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly opaque: boolean;
}

/** Gives what the RUN of this worker wrote the times, and the bytes, that its layer was sealed with. */
export interface StampJob {
  readonly job: "stamp";
  readonly files: readonly Stamp[];
}

export interface Stamp {
  /** Latin1. */
  readonly path: string;
  readonly mtime: number;
  /** Bytes to write at an offset, hex. */
  readonly patches?: readonly (readonly [offset: number, bytes: string])[];
}

/** Makes what the RUN of this worker wrote the directory of its layer; another that makes the same may win. */
export interface AdoptJob {
  readonly job: "adopt";
  readonly target: string;
}

/** Removes directories left by dead runs, whoever owns what is in them. */
export interface RemoveJob {
  readonly job: "remove";
  readonly paths: readonly string[];
}

/** Removes copies of caches that no RUN has. */
export interface PruneJob {
  readonly job: "prune";
  readonly slots: readonly string[];
}

export type Message =
  /** A user namespace waits for its ids. */
  | { readonly type: "unmapped" }
  | { readonly type: "ready" }
  | { readonly type: "exited"; readonly status: number | null; readonly signal: string | null; readonly log: string }
  | { readonly type: "whiteouts"; readonly paths: readonly string[] }
  | { readonly type: "done" }
  | { readonly type: "error"; readonly what: string; readonly said: string };
