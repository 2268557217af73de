import type { Digest } from "../../oci/digest.ts";
import type { RunChanges } from "../../executor/executor.ts";
import type { SealedLayer } from "../../oci/layer/sealed.ts";
import type { Step } from "../plan/plan.ts";
import type { World } from "./world.ts";

/** A step made ready on the tree that it starts from. */
export interface Job {
  /**
   * Names of its result, the cheapest to know first. The first that the cache has decides; all
   * that were asked lead to the result afterwards.
   */
  readonly keys: readonly (() => Digest | Promise<Digest>)[];
  /** What the step does, with the times that the build's policy gives. The caller disposes it. */
  perform(): Promise<RunChanges>;
}

/** Looks the job up, or performs and seals it and records the layer under its keys. */
export async function finish(job: Job, step: Step, world: World): Promise<{ layer: SealedLayer; cached: boolean }> {
  const { store, cache, ctx } = world;
  const asked: Digest[] = [];
  for (const key of job.keys) {
    const name = await key();
    const layer = await cache.find(name, asked, ctx);
    if (layer !== undefined) return { layer, cached: true };
    asked.push(name);
  }
  await using changes = await job.perform();
  const layer = await store.layers.seal(changes);
  await Promise.all([cache.put(asked, { layer, createdBy: step.createdBy }), changes.sealed?.(layer)]);
  return { layer, cached: false };
}
