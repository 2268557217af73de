import type { Ctx } from "../../src/ctx.ts";
import type { Executor, RunStep } from "../../src/executor/executor.ts";
import { changeset, fileEntry } from "../support/layers.ts";

/**
 * An executor for tests of what stands above one: each RUN leaves a file of its own that is never the
 * same twice, so that a step which runs again is seen by all that come after it. `during` is what it waits for.
 */
export function fakeExecutor(key = "fake", during?: (step: RunStep, ctx: Ctx) => Promise<void>): Executor {
  let runs = 0;
  return {
    name: "linux",
    probe: async () => ({ works: true, key, describe: "a fake", warnings: [] }),
    verdict: async () => ({ answer: "yes" }),
    run: async (step, _base, _output, ctx) => {
      await during?.(step, ctx);
      runs += 1;
      return changeset([fileEntry(`ran-${runs}-${Math.random()}`)]);
    },
  };
}
