import { CacheLost } from "../cache/lost.ts";
import { stagesOf } from "../plan/needs.ts";
import type { PlannedStage, Step } from "../plan/plan.ts";
import { isCancelled } from "./cancelled.ts";
import { type Chain, extended, nothing, type OwnLayer } from "./chain.ts";
import { copyJob, isAlone } from "./copy.ts";
import { finish, type Job } from "./job.ts";
import { runJob } from "./run.ts";
import { workdirJob } from "./workdir.ts";
import { fetchBase, type World } from "./world.ts";

/** What a stage tells those beside it, while it is built. */
export interface Progress {
  /** A step is not found and is performed. */
  readonly performing: () => void;
  /** A step failed; told before the steps beside it have ended. */
  readonly failed: (error: unknown) => void;
}

/**
 * Begins each step as soon as what it needs is there: the stages that it reads and the tree before it,
 * but for COPY and ADD --link, which need no tree and wait for no step (as in BuildKit, which merges
 * them with what is below). Resolves to the end of the stage, or rejects with the first failure in the
 * order of steps, when all have ended.
 */
export async function buildStage(stage: PlannedStage, world: World, progress: Progress): Promise<Chain> {
  const lastRun = stage.steps.findLastIndex((step) => step.verb === "run");
  const begun: Promise<OwnLayer>[] = [];
  let chain = baseOf(stage, world);
  for (const [index, step] of stage.steps.entries()) {
    const below = isAlone(step) ? Promise.resolve(nothing) : chain;
    const layer = performed(step, { stage, below, runFollows: index < lastRun, world, progress });
    begun.push(layer);
    chain = joined(chain, layer);
  }
  await Promise.allSettled([chain, ...begun]);
  return chain;
}

async function baseOf({ base }: PlannedStage, world: World): Promise<Chain> {
  if (base.kind === "stage") return world.stage(base.index);
  return { base: base.kind === "image" ? base.image.layers : [], own: [] };
}

/** Rejects with the failure of what is below, where there is one. */
async function joined(below: Promise<Chain>, layer: Promise<OwnLayer>): Promise<Chain> {
  layer.catch(() => undefined);
  return extended(await below, await layer);
}

interface Around {
  readonly stage: PlannedStage;
  readonly below: Promise<Chain>;
  readonly runFollows: boolean;
  readonly world: World;
  readonly progress: Progress;
}

async function performed(step: Step, { stage, below, runFollows, world, progress }: Around): Promise<OwnLayer> {
  const { ctx } = world;
  const chain = await below;
  // A step begins when the stages that it reads are there: waiting is no work.
  for (const index of stagesOf(step)) {
    const isPerforming = await Promise.race([world.stage(index).then(() => false), world.performing(index)]);
    // It will hardly be found, so that the tree it stands on is wanted.
    if (isPerforming) world.aftermath.add(fetchBase(chain, world));
    await world.stage(index);
  }
  ctx.signal.throwIfAborted();
  ctx.emit({ type: "step-start", id: step.id });
  try {
    const job = await jobFor(step, stage, chain, world);
    const { layer, cached } = await finish(job, step, { runFollows, performing: progress.performing }, world);
    ctx.emit({ type: "step-done", id: step.id, cached });
    return layer;
  } catch (error) {
    if (!isCancelled(error, ctx.signal) && !(error instanceof CacheLost))
      ctx.emit({
        type: "step-failed",
        id: step.id,
        message: error instanceof Error ? error.message : String(error),
      });
    progress.failed(error);
    throw error;
  }
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
