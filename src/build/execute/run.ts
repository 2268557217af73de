import type { RunOptions } from "../../executor/executor.ts";
import type { Platform } from "../../oci/platform.ts";
import { formatPlatform } from "../../oci/platform.ts";
import type { RunPlan } from "../plan/plan.ts";
import { stampTimes } from "../times/times.ts";
import { type Chain, identityOf } from "./chain.ts";
import type { Job } from "./job.ts";
import { stepKey } from "./keys.ts";
import { mountsOf } from "./mounts.ts";
import { snapshotOf, startOf, treeOf, type World } from "./world.ts";

/** As in BuildKit's ExecOp.CacheMap: of --add-host only the names, all else as it is. */
const optionsKey = ({ extraHosts, shmSize, ulimits, cgroupParent }: RunOptions) => ({
  extraHosts: extraHosts.length === 0 ? undefined : extraHosts.map(({ name }) => name),
  shmSize,
  ulimits: ulimits.length === 0 ? undefined : ulimits,
  cgroupParent,
});

/** RUN: the executor turns the tree before it into changes. */
export function runJob(step: RunPlan, platform: Platform, chain: Chain, world: World): Job {
  const { executor, capability } = world.executor!;
  const mounts = mountsOf(step, platform, world);
  const key = (mounted: unknown) =>
    stepKey({
      verb: step.verb,
      executor: capability.key,
      args: step.args,
      scripts: step.scripts,
      env: step.env,
      cwd: step.cwd,
      user: step.user,
      network: step.network,
      insecure: step.insecure || undefined,
      ...optionsKey(step),
      mounts: mounted,
      platform: formatPlatform(platform),
      times: world.times,
      on: identityOf(chain),
    });
  return {
    keys: mounts.keys.map((mounted) => async () => key(await mounted())),
    async perform() {
      // The kernel's clock for files lags by a few milliseconds, which may be in the second before.
      const writtenSince = startOf(world) - 1;
      const output = (stream: "stdout" | "stderr") => (text: string) =>
        world.ctx.emit({ type: "step-output", id: step.id, stream, text });
      const changes = await executor.run(
        { ...step, env: [...step.env, ...step.unkeyedEnv], ...(await mounts.open()) },
        await snapshotOf(chain, platform, world),
        { stdout: output("stdout"), stderr: output("stderr") },
        world.ctx,
      );
      const stamped = stampTimes(changes, world.times, { writtenSince, base: await treeOf(chain, world) });
      return { ...stamped, sealed: async (layer) => changes.sealed?.(layer) };
    },
  };
}
