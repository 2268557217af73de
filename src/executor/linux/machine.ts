import type { Digest } from "../../oci/digest.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import type { Store } from "../../oci/store/store.ts";
import type { Engine, HostFacts } from "./engines/engine.ts";
import type { Mode } from "./namespace.ts";
import type { Snapshots } from "./snapshots.ts";
import type { Workers } from "./workers.ts";

/** What was decided for this machine. */
export interface Machine {
  readonly store: Store;
  readonly mode: Mode;
  readonly engine: Engine;
  readonly facts: HostFacts;
  readonly snapshots: Snapshots;
  readonly workers: Workers;
}

/** What a RUN stands on. */
export interface Ground {
  readonly tree: Filesystem;
  /** The layers of the tree; none where it has no layers. */
  readonly diffIds: readonly Digest[];
  /** Unpacked layers, bottom first. */
  readonly lowers: readonly string[];
  /** This machine's: an emulator of another one makes this one's system calls, which the filter is for. */
  readonly architecture: string;
}
