import type { Ctx } from "../../ctx.ts";
import type { Executor } from "../../executor/executor.ts";
import type { Store } from "../../oci/store/store.ts";
import { problem } from "../errors.ts";
import type { BuildPlan, PlannedStage, RunPlan } from "../plan/plan.ts";

const runsOf = (stage: PlannedStage): readonly RunPlan[] =>
  stage.steps.flatMap((step) => (step.verb === "run" ? [step] : []));

/**
 * Probes the executor and asks its verdict on every RUN, before anything is built. Rejects with
 * what was tried, or with the first line that it cannot execute.
 */
export async function chooseExecutor(executor: Executor, plan: BuildPlan, store: Store, ctx: Ctx) {
  const capability = await executor.probe(ctx);
  if (!capability.works)
    throw problem("build/no-executor", "no executor for RUN works on this machine", {
      where: plan.stages.flatMap(runsOf)[0]?.where,
      detail: capability.tried.map(({ what, said }) => `${what}: ${said}`),
      help: capability.help,
    });
  for (const message of capability.warnings) ctx.emit({ type: "warning", code: `executor/${executor.name}`, message });
  for (const stage of plan.stages) {
    const base = { platform: stage.platform, diffIds: [], tree: () => store.layers.tree([]) };
    for (const run of runsOf(stage)) {
      const verdict = await executor.verdict({ ...run, mounts: [], extraHosts: [] }, base, ctx);
      if (verdict.answer === "no")
        throw problem("build/verdict", `the ${executor.name} executor cannot run this: ${verdict.reason}`, {
          where: verdict.where ?? run.where,
          help: verdict.help,
        });
    }
  }
  return { executor, capability };
}
