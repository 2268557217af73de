import type { Ctx } from "../../ctx.ts";
import { DjibError } from "../../errors.ts";
import { CacheLost } from "../cache/lost.ts";
import type { PlannedStage, Step } from "../plan/plan.ts";
import { type Plans, stageNames } from "../plan/several.ts";
import { type Chain, extended } from "./chain.ts";
import { finish, type Job } from "./job.ts";
import { copyJob } from "./copy.ts";
import { runJob } from "./run.ts";
import { workdirJob } from "./workdir.ts";
import type { World } from "./world.ts";

/** All that a stage's steps are told beside their own plan. */
export type Shared = Omit<World, "stage" | "stageName" | "ctx" | "underWay">;

/** The end of each stage of a plan, by its index. */
export type Chains = ReadonlyMap<number, Chain>;

/**
 * Builds the stages of each plan, each as soon as what it needs is there, side by side; a stage that
 * several plans have in common once. The first failure stops the others; it rejects when all have ended.
 */
export async function buildStages(plans: Plans, shared: Shared, outer: Ctx): Promise<readonly Chains[]> {
  const stopped = new AbortController();
  const ctx: Ctx = { ...outer, signal: AbortSignal.any([outer.signal, stopped.signal]) };
  const everywhere = { ...shared, ctx, underWay: new Map() };
  const begun = new Map<string, Promise<Chain>>();
  const begin = (stage: PlannedStage, world: World): Promise<Chain> => {
    const chain = buildStage(stage, world);
    // What runs beside it is not in vain: it will be found in the store.
    chain.catch((error) => error instanceof CacheLost || stopped.abort());
    return chain;
  };
  const building = plans.map((plan) => {
    const chains = new Map<number, Promise<Chain>>();
    const world: World = {
      ...everywhere,
      stage: (index) => chains.get(index)!,
      stageName: (index) => plan.stages.find((stage) => stage.index === index)!.name,
    };
    const names = plans.length === 1 ? undefined : stageNames(plan);
    for (const stage of plan.stages) {
      const name = names?.get(stage.index) ?? String(stage.index);
      const chain = begun.get(name) ?? begin(stage, world);
      begun.set(name, chain);
      chains.set(stage.index, chain);
    }
    return chains;
  });
  await allEnded([...begun.values()]);
  return Promise.all(building.map(resolved));
}

/** Rejects with the failure that the others came of. */
async function allEnded(work: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
  if (failures.length > 0)
    throw failures.find(isDecisive) ?? failures.find((reason) => !isCancelled(reason)) ?? failures[0];
}

const resolved = async (chains: ReadonlyMap<number, Promise<Chain>>): Promise<Chains> =>
  new Map(await Promise.all([...chains].map(async ([index, chain]) => [index, await chain] as const)));

/** A stage that only ended because another one failed has nothing to tell. */
const isCancelled = (reason: unknown): boolean =>
  (reason instanceof DjibError && reason.details.exitCode === 130) ||
  (reason instanceof Error && (reason.name === "AbortError" || reason.name === "TimeoutError"));

const isDecisive = (reason: unknown): boolean => !isCancelled(reason) && !(reason instanceof CacheLost);

async function buildStage(stage: PlannedStage, world: World): Promise<Chain> {
  let chain: Chain = await baseOf(stage, world);
  const lastRun = stage.steps.findLastIndex((step) => step.verb === "run");
  for (const [index, step] of stage.steps.entries()) {
    // A step begins when the stage that it reads is there: waiting is no work.
    for (const index of stagesOf(step)) await world.stage(index);
    world.ctx.signal.throwIfAborted();
    world.ctx.emit({ type: "step-start", id: step.id });
    try {
      const { layer, cached } = await finish(await jobFor(step, stage, chain, world), step, index < lastRun, world);
      world.ctx.emit({ type: "step-done", id: step.id, cached });
      chain = extended(chain, layer);
    } catch (error) {
      if (!isCancelled(error) && !(error instanceof CacheLost))
        world.ctx.emit({
          type: "step-failed",
          id: step.id,
          message: error instanceof Error ? error.message : String(error),
        });
      throw error;
    }
  }
  return chain;
}

/** Stages that a step reads. */
function stagesOf(step: Step): readonly number[] {
  if (step.verb === "workdir") return [];
  const sources =
    step.verb === "run" ? step.mounts.flatMap((mount) => ("from" in mount ? [mount.from] : [])) : [step.from];
  return sources.flatMap((from) => (from.kind === "stage" ? [from.index] : []));
}

async function baseOf({ base }: PlannedStage, world: World): Promise<Chain> {
  if (base.kind === "stage") return world.stage(base.index);
  return { base: base.kind === "image" ? base.image.layers : [], own: [] };
}

async function jobFor(step: Step, stage: PlannedStage, chain: Chain, world: World): Promise<Job> {
  switch (step.verb) {
    case "run":
      return runJob(step, stage.platform, chain, world);
    case "copy":
    case "add":
      return copyJob(step, chain, world);
    case "workdir":
      return workdirJob(step, chain, world);
  }
}
