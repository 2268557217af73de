import type { Digest } from "../../oci/digest.ts";
import type { Changeset } from "../../oci/layer/changeset.ts";
import type { SealedLayer } from "../../oci/layer/sealed.ts";
import type { Step } from "../plan/plan.ts";
import type { OwnLayer } from "./chain.ts";
import type { World } from "./world.ts";

/** What a step changed. */
export interface StepChanges extends Changeset {
  /** Told once, before disposal, which layer the changes became, for those who still have the tree they came from. */
  sealed?(layer: SealedLayer): Promise<void>;
}

/** A step made ready on the tree that it starts from. */
export interface Job {
  /**
   * Names of its result, the cheapest to know first. The first that the cache has decides; all
   * that were asked lead to the result afterwards.
   */
  readonly keys: readonly (() => Digest | Promise<Digest>)[];
  /** What the step does, with the times that the build's policy gives. The caller disposes it. */
  perform(): Promise<StepChanges>;
}

export interface Course {
  /** A RUN comes after it in the stage, for which the executor may already get ready. */
  readonly runFollows: boolean;
  /** Told where it is performed. */
  readonly performing: () => void;
}

/**
 * Looks the job up, or waits for another step of this build that makes the same, or performs and seals
 * it and records the layer under its keys.
 */
export async function finish(
  job: Job,
  step: Step,
  { runFollows, performing }: Course,
  world: World,
): Promise<{ layer: OwnLayer; cached: boolean }> {
  const { cache, underWay, ctx } = world;
  const asked: Digest[] = [];
  for (const key of job.keys) {
    const name = await key();
    const layer = await cache.find(name, asked, ctx);
    if (layer !== undefined) return { layer: { ...layer, key: asked[0] ?? name }, cached: true };
    asked.push(name);
  }
  // Nothing is awaited from here on, lest two steps both find that nobody is at it.
  const twin = asked.map((name) => underWay.get(name)).find((other) => other !== undefined);
  const key = asked[0]!;
  if (twin !== undefined) return { layer: { ...(await twin), key }, cached: true };
  performing();
  const making = make(job, step, runFollows, world);
  for (const name of asked) underWay.set(name, making);
  const layer = await making;
  await cache.put(asked, { layer, createdBy: step.createdBy });
  return { layer: { ...layer, key }, cached: false };
}

async function make(job: Job, step: Step, runFollows: boolean, world: World): Promise<SealedLayer> {
  if (runFollows && step.verb !== "run") getReady(world);
  const changes = await job.perform();
  // Not before: a RUN would have both idle all the while.
  if (runFollows && step.verb === "run") getReady(world);
  const layer = await sealed(changes, world);
  world.aftermath.add(tidy(changes, layer));
  return layer;
}

function getReady({ executor, aftermath, ctx }: World): void {
  const ready = executor?.executor.ready?.(ctx);
  if (ready !== undefined) aftermath.hold(ready);
}

async function sealed(changes: StepChanges, { store }: World): Promise<SealedLayer> {
  try {
    return await store.layers.seal(changes);
  } catch (error) {
    await changes[Symbol.asyncDispose]();
    throw error;
  }
}

async function tidy(changes: StepChanges, layer: SealedLayer): Promise<void> {
  await using told = changes;
  await told.sealed?.(layer);
}
