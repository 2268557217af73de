import type { Ctx } from "../../ctx.ts";
import type { Capability, Executor, Verdict } from "../../executor/executor.ts";
import { isSameMachine, normalise, type Platform } from "../../oci/platform.ts";
import type { BuildPlan, PlannedStage, RunPlan } from "../plan/plan.ts";
import { Outlooks, type Sight } from "./outlook.ts";

/** What an executor says of one RUN. */
export interface RunVerdict {
  readonly stage: PlannedStage;
  readonly run: RunPlan;
  readonly verdict: Verdict;
}

/** What an executor says of a build. */
export interface Assessment {
  readonly executor: Executor;
  readonly capability: Capability;
  /** One for each RUN, in order; none where the executor does not work here. */
  readonly verdicts: readonly RunVerdict[];
}

/** A plan, and how its trees will look. */
interface Prospect {
  readonly plan: BuildPlan;
  readonly outlooks: Outlooks;
}

export const prospectsOf = (plans: readonly BuildPlan[], sight: Sight, ctx: Ctx): readonly Prospect[] =>
  plans.map((plan) => ({ plan, outlooks: new Outlooks(plan, sight, ctx) }));

/** What each of several executors says of a build. */
export async function forecast(
  executors: readonly Executor[],
  plans: readonly BuildPlan[],
  sight: Sight,
  ctx: Ctx,
): Promise<readonly Assessment[]> {
  const prospects = prospectsOf(plans, sight, ctx);
  const assessments: Assessment[] = [];
  for (const executor of executors) assessments.push(await assess(executor, prospects, ctx));
  return assessments;
}

/** Whether an executor can do all of a build, as far as can be told. */
export const canDo = ({ capability, verdicts }: Assessment): boolean =>
  capability.works && verdicts.every(({ verdict }) => verdict.answer !== "no");

/** Probes an executor and asks its verdict on every RUN; nothing is executed. */
export async function assess(executor: Executor, prospects: readonly Prospect[], ctx: Ctx): Promise<Assessment> {
  const capability = await executor.probe(ctx);
  const verdicts: RunVerdict[] = [];
  if (capability.works)
    for (const { plan, outlooks } of prospects)
      for (const stage of plan.stages)
        for (const run of stage.steps)
          if (run.verb === "run") {
            const platforms = platformsOf(stage, plan);
            const asked = platforms.map((one) => executor.verdict(run, outlooks.before(run, stage, one), ctx));
            const answers = await Promise.all(asked);
            const verdict = answers.find(({ answer }) => answer !== "no") ?? answers[0]!;
            verdicts.push({ stage, run, verdict });
          }
  return { executor, capability, verdicts };
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
