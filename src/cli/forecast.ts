import { imageLookup } from "../build/base-images.ts";
import { contextOpener } from "../build/contexts.ts";
import type { BuildPlan } from "../build/plan/plan.ts";
import { type Assessment, canDo, forecast } from "../build/preflight/verdicts.ts";
import type { BuildRequest } from "../build/request.ts";
import type { Ctx } from "../ctx.ts";
import type { Store } from "../oci/store/store.ts";
import type { Source } from "../sources/source.ts";
import { allExecutors } from "./executors.ts";
import { userRemotes } from "./remotes.ts";

interface Looking {
  readonly store: Store;
  readonly source: Source;
  /** Whether base images are fetched where their files are wanted. */
  readonly fetches: boolean;
  readonly allowOwnerLoss: boolean | undefined;
}

export interface Forecast {
  readonly all: readonly Assessment[];
  /** That `auto` would take. */
  readonly chosen: Assessment | undefined;
}

/** What every executor says of plans, and the one that `auto` would take. Nothing is executed. */
export async function forecastPlans(
  plans: readonly BuildPlan[],
  request: Pick<BuildRequest, "context" | "contexts" | "given">,
  { store, source, fetches, allowOwnerLoss }: Looking,
  ctx: Ctx,
): Promise<Forecast> {
  const opened: AsyncDisposable[] = [];
  try {
    const remotes = await userRemotes(store, request.given);
    const tools = { store, remotes };
    const context = contextOpener({ ...request, modes: "git" }, tools, (one) => opened.push(one), ctx);
    const sight = { store, context, fetches, image: imageLookup({ source, store }, ctx) };
    const all = await forecast(allExecutors({ "allow-owner-loss": allowOwnerLoss }, store), plans, sight, ctx);
    return { all, chosen: all.find(canDo) };
  } finally {
    for (const one of opened) await one[Symbol.asyncDispose]();
  }
}
