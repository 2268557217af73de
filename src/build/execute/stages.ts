import type { Ctx } from "../../ctx.ts";
import { CacheLost } from "../cache/lost.ts";
import type { PlannedStage } from "../plan/plan.ts";
import { type Plans, stageNames } from "../plan/several.ts";
import { isCancelled } from "./cancelled.ts";
import type { Chain } from "./chain.ts";
import { buildStage } from "./stage.ts";
import type { World } from "./world.ts";

/** All that a stage's steps are told beside their own plan. */
export type Shared = Omit<World, "stage" | "performing" | "stageName" | "ctx" | "underWay">;

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
  const failures: unknown[] = [];
  const failed = (error: unknown): void => {
    failures.push(error);
    // What runs beside a lost layer is not in vain: it will be found in the store.
    if (!(error instanceof CacheLost)) stopped.abort();
  };
  const begun = new Map<string, Begun>();
  const building = plans.map((plan) => {
    const stages = new Map<number, Begun>();
    const written = new Map(plan.stages.map(({ index, name }) => [index, name]));
    const world: World = {
      ...everywhere,
      stage: (index) => stages.get(index)!.chain,
      performing: (index) => stages.get(index)!.performing,
      stageName: (index) => written.get(index)!,
    };
    const names = plans.length === 1 ? undefined : stageNames(plan);
    for (const stage of plan.stages) {
      const name = names?.get(stage.index) ?? String(stage.index);
      const one = begun.get(name) ?? begin(stage, world, failed);
      begun.set(name, one);
      stages.set(stage.index, one);
    }
    return stages;
  });
  const ended = await Promise.allSettled([...begun.values()].map(({ chain }) => chain));
  const rejected = ended.find((one) => one.status === "rejected");
  if (rejected !== undefined) throw decisive(failures, ctx.signal) ?? rejected.reason;
  return Promise.all(building.map(ends));
}

/** A stage that is being built. */
interface Begun {
  readonly chain: Promise<Chain>;
  /** Resolves to true when the first of its steps is performed; never where all are found. */
  readonly performing: Promise<true>;
}

function begin(stage: PlannedStage, world: World, failed: (error: unknown) => void): Begun {
  let tell: (performing: true) => void;
  const performing = new Promise<true>((resolve) => (tell = resolve));
  return { chain: buildStage(stage, world, { performing: () => tell(true), failed }), performing };
}

/** The failure that the others came of; undefined where the build was only told to stop. */
function decisive(failures: readonly unknown[], signal: AbortSignal): unknown {
  const own = failures.filter((reason) => !isCancelled(reason, signal));
  return own.find((reason) => !(reason instanceof CacheLost)) ?? own[0];
}

const ends = async (stages: ReadonlyMap<number, Begun>): Promise<Chains> =>
  new Map(await Promise.all([...stages].map(async ([index, { chain }]) => [index, await chain] as const)));
