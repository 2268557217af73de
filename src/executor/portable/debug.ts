import { join } from "node:path";
import type { Ctx } from "../../ctx.ts";
import type { Store } from "../../oci/store/store.ts";
import type { Description } from "../../userland/kernel/description.ts";
import { Refusal } from "../../userland/kernel/refusal.ts";
import { Spill } from "../../userland/kernel/spill.ts";
import { sh } from "../../userland/shell/program.ts";
import { cancelled } from "../cancelled.ts";
import type { FailedTree } from "../failed-tree.ts";
import type { RunStep, Snapshot } from "../executor.ts";
import { openBox } from "./box.ts";
import { Caches } from "./caches.ts";
import { refusedRun } from "./refused.ts";

/** What a shell in the tree of a failed RUN is given. */
export interface DebugShell {
  /** Text of `sh -c`; standard input is read where it is undefined. */
  readonly script: string | undefined;
  readonly descriptors: ReadonlyMap<number, Description>;
  /** USER to be instead of the RUN's own. */
  readonly user?: string | undefined;
}

/** The tree as the failed RUN left it. */
export const failedSnapshot = ({ below, layer, platform }: FailedTree, store: Store): Snapshot => {
  const diffIds = [...below, layer];
  return { platform, diffIds, tree: () => store.layers.tree(diffIds) };
};

/**
 * Runs djib's own shell in the tree of a failed RUN, with its environment, directory and user, whatever shell the
 * image has; resolves to its status. What it writes is gone when it ends. Rejects with `portable/cannot`.
 */
export async function debugShell(failed: FailedTree, shell: DebugShell, store: Store, ctx: Ctx): Promise<number> {
  const step = stepOf(failed, shell);
  await using scratch = await store.scratch();
  using spill = new Spill(join(scratch.path, "spill"));
  const workshop = { store, caches: new Caches(store), sums: new Map() };
  const box = await openBox(step, failedSnapshot(failed, store), { workshop, spill, ctx });
  try {
    return await box.kernel.run((proc) => sh.run(proc), { ...box.first, descriptors: shell.descriptors });
  } catch (error) {
    if (ctx.signal.aborted) throw cancelled(ctx);
    if (error instanceof Refusal) throw refusedRun(step, error);
    throw error;
  } finally {
    await box.close();
  }
}

function stepOf({ env, cwd, user }: FailedTree, shell: DebugShell): RunStep {
  const text = shell.script ?? "";
  return {
    args: shell.script === undefined ? ["sh"] : ["sh", "-c", text],
    ...{ env, cwd, user: shell.user ?? user },
    ...{ scripts: [], secretEnv: [], mounts: [], extraHosts: [], ulimits: [] },
    ...{ network: "default", shmSize: undefined, cgroupParent: undefined, insecure: false },
    where: { source: { name: "djib debug", text }, line: 1, column: 1 },
  };
}
