import type { Ctx } from "../ctx.ts";
import type { Digest } from "../oci/digest.ts";
import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import type { ImagePath } from "../oci/filesystem/path.ts";
import type { Changeset } from "../oci/layer/changeset.ts";
import type { SealedLayer } from "../oci/layer/sealed.ts";
import type { Platform } from "../oci/platform.ts";
import type { Location } from "../errors.ts";

/** What an executor starts from: layers of the store, bottom first, and their merged tree. */
export interface Snapshot {
  readonly platform: Platform;
  readonly diffIds: readonly Digest[];
  tree(): Promise<Filesystem>;
}

export type Network = "default" | "host" | "none";

/** Files that a mount shows: a part of the merged tree of layers. */
export interface MountSource {
  readonly snapshot: Snapshot;
  /** Where in it, latin1, symlinks resolved; "" is the root. */
  readonly path: string;
  readonly type: "file" | "directory";
}

export interface Owned {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** What a RUN writes to it is discarded. */
export interface BindMount {
  readonly type: "bind";
  readonly target: string;
  readonly readOnly: boolean;
  readonly source: MountSource;
}

/** A directory that outlives the build, one for each `id`. */
export interface CacheMount {
  readonly type: "cache";
  readonly target: string;
  readonly readOnly: boolean;
  /** Whatever tells it from other caches; never part of a path. */
  readonly id: string;
  /** Whether two RUNs at once see the same directory, each one of its own, or wait for each other. */
  readonly sharing: "shared" | "private" | "locked";
  /** What it holds at first; nothing where this is undefined. */
  readonly base: MountSource | undefined;
  /** The part of it to show, as written; it has to be there. */
  readonly path: string;
  /** Of the directory when it is made. */
  readonly owner: Owned;
  /** Whether to begin with a new one. */
  readonly renew: boolean;
}

export interface TmpfsMount {
  readonly type: "tmpfs";
  readonly target: string;
  readonly readOnly: boolean;
  /** Bytes; 0 is no limit. */
  readonly size: number;
}

/** A file that is never on disk where the executor can help it. */
export interface SecretMount extends Owned {
  readonly type: "secret";
  readonly target: string;
  readonly content: Uint8Array;
}

/** A socket of the RUN's own behind which an agent of the host answers, for listing keys and signing alone. */
export interface SshMount extends Owned {
  readonly type: "ssh";
  readonly target: string;
  /** Host path of the agent's socket. */
  readonly agent: string;
}

/** RUN --mount. Targets are absolute, UTF-8 and clean; a later one may lie in an earlier one. */
export type Mount = BindMount | CacheMount | TmpfsMount | SecretMount | SshMount;

/** A limit of setrlimit(2) by its short name ("nofile"); -1 is none. */
export interface Ulimit {
  readonly name: string;
  readonly soft: number;
  readonly hard: number;
}

/** What the command line gives every RUN. */
export interface RunOptions {
  /** Further lines of /etc/hosts. */
  readonly extraHosts: readonly { readonly name: string; readonly address: string }[];
  /** Bytes of /dev/shm; undefined is 64 MiB. */
  readonly shmSize: number | undefined;
  readonly ulimits: readonly Ulimit[];
  /** The control group below which that of the RUN is made. */
  readonly cgroupParent: string | undefined;
}

/** One RUN, ready to be executed: nothing is left to expand. */
export interface RunStep extends RunOptions {
  /** argv; the shell is already in front for the shell form. */
  readonly args: readonly string[];
  /** Heredoc scripts to put at /dev/pipes/<name>, mode 0755. */
  readonly scripts: readonly { readonly name: string; readonly content: string }[];
  /** KEY=VALUE in order: ENV, then ARG, then PATH where the base has none. HOME is the executor's to add. */
  readonly env: readonly string[];
  /** Variables that hold secrets; they win over `env`. Never on a command line, nor on disk where the executor can help it. */
  readonly secretEnv: readonly { readonly name: string; readonly value: string }[];
  /** Absolute; created where missing. */
  readonly cwd: string;
  /** As USER wrote it: "", "app", "1000:1000", … Resolved against the snapshot's /etc/passwd and group. */
  readonly user: string;
  readonly network: Network;
  /** In the order to mount them. */
  readonly mounts: readonly Mount[];
  /** With every right of the executor's own root. */
  readonly insecure: boolean;
  readonly where: Location;
}

/** A RUN before its mounts are opened, for a verdict. */
export interface RunRequest extends Omit<RunStep, "mounts" | "secretEnv"> {
  readonly mounts: readonly Pick<Mount, "type" | "target">[];
}

/** A line whose effect is not known before the build. */
export interface Unclear {
  readonly where: Location;
  /** It may make or change anything at and below this path; "" is all. */
  readonly below: ImagePath;
  /** What it says, where it is a command. */
  readonly text: string;
}

/** What is known, before a build, of the tree that a RUN will start from. */
export interface Outlook {
  readonly platform: Platform;
  /** The base with what COPYs bring, but for what is unclear; undefined where it cannot be looked at. */
  tree(): Promise<Filesystem | undefined>;
  /** Lines before the RUN, in order; none that the tree does not depend on. */
  unclear(): Promise<readonly Unclear[]>;
}

/** Whether an executor can do a RUN, told before anything is executed. `where` is the word that decides it. */
export type Verdict =
  | { readonly answer: "yes" }
  | {
      readonly answer: "no";
      /** What cannot be done, where it is a part of the command. */
      readonly word?: string | undefined;
      readonly reason: string;
      readonly where?: Location | undefined;
      readonly help?: string | undefined;
    }
  /** Yes until that place, where it depends on something that is not known yet. */
  | {
      readonly answer: "unknown";
      readonly word?: string | undefined;
      readonly reason: string;
      readonly where?: Location | undefined;
      readonly help?: string | undefined;
    };

/** What probing found. `key` names what changes results (engine family and mode), for cache keys. */
export type Capability =
  | {
      readonly works: true;
      readonly key: string;
      readonly describe: string;
      readonly warnings: readonly string[];
      /** What an image whose RUNs were executed like this must say of itself. */
      readonly labels?: Readonly<Record<string, string>>;
    }
  | {
      readonly works: false;
      readonly tried: readonly { readonly what: string; readonly said: string }[];
      readonly help: string;
    };

/** What a RUN changed. */
export interface RunChanges extends Changeset {
  /**
   * Told once, before disposal, which layer these changes became, with whatever times: an executor
   * that still has the tree of the RUN keeps it for the next one, which may begin before this
   * resolves. Only a hint: a tree that cannot be kept is let go, and the layer unpacked where it is
   * needed.
   */
  sealed?(layer: SealedLayer): Promise<void>;
}

/** Where a RUN prints. */
export interface RunOutput {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

/**
 * Executes RUN. Each implementation turns a snapshot into a changeset in its own way; nobody
 * above knows whether there was a disk. The changeset has the times that the RUN left (whole
 * seconds, floored); its dispose frees what it holds.
 */
export interface Executor {
  readonly name: "linux" | "portable" | "vm";
  /** Cheap after the first call. */
  probe(ctx: Ctx): Promise<Capability>;
  verdict(step: RunRequest, outlook: Outlook, ctx: Ctx): Promise<Verdict>;
  /** Starts what the next `run` with this `ctx` takes time to start. Disposing ends it, where no run took it. */
  ready?(ctx: Ctx): AsyncDisposable;
  /**
   * Rejects with `run/failed` (exit status, signal, last lines of output) where the command fails,
   * having ended every process and mount it made; likewise when the signal aborts.
   */
  run(step: RunStep, base: Snapshot, output: RunOutput, ctx: Ctx): Promise<RunChanges>;
}
