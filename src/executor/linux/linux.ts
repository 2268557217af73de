import { existsSync } from "node:fs";
import type { Store } from "../../oci/store/store.ts";
import type { Executor } from "../executor.ts";
import { engines } from "./engines/engines.ts";
import type { Engine } from "./engines/engine.ts";
import type { Mode } from "./namespace.ts";
import { runStep } from "./run.ts";
import { snapshots } from "./snapshots.ts";

export interface LinuxOptions {
  readonly store: Store;
  /** Only this one; the first that works otherwise. */
  readonly engine?: Engine["name"];
  readonly mode?: Mode;
}

export function linuxExecutor({ store, engine = "runc", mode = "root" }: LinuxOptions): Executor {
  const machine = {
    store,
    mode,
    engine: engines.find(({ name }) => name === engine)!,
    facts: { hybridCgroups: existsSync("/sys/fs/cgroup/unified") },
    snapshots: snapshots(store, mode),
  };
  return {
    name: "linux",
    probe: async () => ({ works: true, key: `linux/${engine}/${mode}`, describe: engine, warnings: [] }),
    verdict: async () => ({ answer: "yes" }),
    run: (step, base, output, ctx) => runStep(machine, step, base, output, ctx),
  };
}
