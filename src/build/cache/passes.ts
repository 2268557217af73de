import type { Ctx } from "../../ctx.ts";
import type { Emit, Event } from "../../events.ts";
import { limits } from "../../limits.ts";
import { problem } from "./errors.ts";
import { CacheLost } from "./lost.ts";

/**
 * Builds, and builds again where a cache promised too much: what was done before is found in the
 * store. Steps that were told of and are found again are not told of twice.
 */
export async function untilFound<Result>(work: (ctx: Ctx) => Promise<Result>, outer: Ctx): Promise<Result> {
  const ctx: Ctx = { ...outer, emit: withoutRepeats(outer.emit) };
  for (let pass = 0; pass < limits.cachePasses; pass++) {
    try {
      return await work(ctx);
    } catch (error) {
      if (!(error instanceof CacheLost)) throw error;
      ctx.signal.throwIfAborted();
    }
  }
  throw problem("cache/unusable", "layers that were just made or fetched are gone from the store again and again", {
    help: "see whether something else empties the directory of djib's store",
  });
}

type StepEvent = Extract<Event, { readonly type: "step-start" | "step-done" | "step-output" | "step-failed" }>;

const isStep = (event: Event): event is StepEvent => event.type.startsWith("step-");

/** Holds back the start of a step that was done before, until it is more than found again. */
function withoutRepeats(emit: Emit): Emit {
  const done = new Set<string>();
  const held = new Map<string, Event>();
  return (event) => {
    if (!isStep(event)) return emit(event);
    const start = held.get(event.id);
    held.delete(event.id);
    if (event.type === "step-start" && done.has(event.id)) return void held.set(event.id, event);
    if (event.type === "step-done") done.add(event.id);
    if (start !== undefined && event.type === "step-done" && event.cached) return;
    if (start !== undefined) emit(start);
    emit(event);
  };
}
