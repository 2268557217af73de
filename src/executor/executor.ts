import type { Ctx } from "../ctx.ts";
import type { Digest } from "../oci/digest.ts";
import type { Filesystem } from "../oci/filesystem/filesystem.ts";
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

/** RUN --mount, with every path and name resolved by the planner (issue: mounts). */
export interface Mount {
  readonly type: "bind" | "cache" | "tmpfs" | "secret" | "ssh";
  readonly target: string;
}

/** One RUN, ready to be executed: nothing is left to expand. */
export interface RunStep {
  /** argv; the shell is already in front for the shell form. */
  readonly args: readonly string[];
  /** Heredoc scripts to put at /dev/pipes/<name>, mode 0755. */
  readonly scripts: readonly { readonly name: string; readonly content: string }[];
  /** KEY=VALUE in order: ENV, then ARG, then PATH where the base has none. HOME is the executor's to add. */
  readonly env: readonly string[];
  /** Absolute; created where missing. */
  readonly cwd: string;
  /** As USER wrote it: "", "app", "1000:1000", … Resolved against the snapshot's /etc/passwd and group. */
  readonly user: string;
  readonly network: Network;
  readonly mounts: readonly Mount[];
  readonly extraHosts: readonly { readonly name: string; readonly address: string }[];
  readonly where: Location;
}

export type Verdict =
  | { readonly answer: "yes"; readonly note?: string }
  | { readonly answer: "no"; readonly reason: string; readonly where?: Location; readonly help?: string }
  | { readonly answer: "unknown"; readonly reason: string; readonly where?: Location };

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
  verdict(step: RunStep, base: Snapshot, ctx: Ctx): Promise<Verdict>;
  /** Starts what the next `run` with this `ctx` takes time to start. Disposing ends it, where no run took it. */
  ready?(ctx: Ctx): AsyncDisposable;
  /**
   * Rejects with `run/failed` (exit status, signal, last lines of output) where the command fails,
   * having ended every process and mount it made; likewise when the signal aborts.
   */
  run(step: RunStep, base: Snapshot, output: RunOutput, ctx: Ctx): Promise<RunChanges>;
}
