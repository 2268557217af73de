import type { WorkdirPlan } from "../plan/plan.ts";
import { planWorkdir } from "../steps/workdir.ts";
import { stampTimes } from "../times/times.ts";
import { type Chain, identityOf } from "./chain.ts";
import type { Job } from "./job.ts";
import { stepKey } from "./keys.ts";
import { startOf, treeOf, type World } from "./world.ts";

/** WORKDIR: the directory, where it is missing. */
export function workdirJob({ path, user, where }: WorkdirPlan, chain: Chain, world: World): Job {
  return {
    keys: [() => stepKey({ verb: "workdir", path, user, times: world.times, on: identityOf(chain) })],
    async perform() {
      const now = startOf(world);
      const to = await treeOf(chain, world);
      const { changes, warnings } = await planWorkdir({ to, path, user, now, where });
      for (const message of warnings) world.ctx.emit({ type: "warning", code: "copy/unknown-owner", message, where });
      return stampTimes(changes, world.times, { writtenSince: now, base: to });
    },
  };
}
