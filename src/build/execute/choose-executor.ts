import type { Ctx } from "../../ctx.ts";
import type { Capability, Executor } from "../../executor/executor.ts";
import { isSameMachine, normalise, type Platform } from "../../oci/platform.ts";
import type { Store } from "../../oci/store/store.ts";
import { problem } from "../errors.ts";
import type { BuildPlan, PlannedStage, RunPlan } from "../plan/plan.ts";

/** An executor that works here, and what its probe found. */
export interface Chosen {
  readonly executor: Executor;
  readonly capability: Extract<Capability, { readonly works: true }>;
}

const runsOf = (stage: PlannedStage): readonly RunPlan[] =>
  stage.steps.flatMap((step) => (step.verb === "run" ? [step] : []));

/**
 * Probes the executor and asks its verdict on every RUN, before anything is built. Rejects with
 * what was tried, or with the first line that it cannot execute.
 */
export async function chooseExecutor(
  executor: Executor,
  plans: readonly BuildPlan[],
  store: Store,
  ctx: Ctx,
): Promise<Chosen> {
  const stages = plans.flatMap((plan) =>
    plan.stages.map((stage) => ({ ...stage, platforms: platformsOf(stage, plan) })),
  );
  const capability = await executor.probe(ctx);
  if (!capability.works)
    throw problem("build/no-executor", "no executor for RUN works on this machine", {
      where: stages.flatMap(runsOf)[0]?.where,
      detail: capability.tried.map(({ what, said }) => `${what}: ${said}`),
      help: capability.help,
    });
  for (const message of capability.warnings) ctx.emit({ type: "warning", code: `executor/${executor.name}`, message });
  for (const stage of stages) {
    // No verdict of this version looks into the tree, which need not have been fetched yet.
    const bases = stage.platforms.map((platform) => ({ platform, diffIds: [], tree: () => store.layers.tree([]) }));
    for (const run of runsOf(stage)) {
      const verdicts = await Promise.all(bases.map((base) => executor.verdict(run, base, ctx)));
      const verdict = verdicts.find(({ answer }) => answer !== "no") ?? verdicts[0]!;
      if (verdict.answer === "no")
        throw problem("build/verdict", `the ${executor.name} executor cannot run this: ${verdict.reason}`, {
          where: verdict.where ?? run.where,
          help: verdict.help,
        });
    }
  }
  return { executor, capability };
}

/**
 * What the programs of a stage may be for: its platform, and what its base image says of itself where that is another
 * one. As BuildKit does, a RUN is tried where either would run: images that say the wrong thing are not rare.
 */
function platformsOf(stage: PlannedStage, plan: BuildPlan): readonly [Platform, ...Platform[]] {
  const { base } = stage;
  if (base.kind === "stage")
    return platformsOf(
      plan.stages.find(({ index }) => index === base.index)!,
      plan,
    );
  return base.kind === "image" && !isSameMachine(base.image.config, stage.platform)
    ? [stage.platform, normalise(base.image.config)]
    : [stage.platform];
}
