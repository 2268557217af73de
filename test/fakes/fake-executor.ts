import type { Executor } from "../../src/executor/executor.ts";
import { changeset, fileEntry } from "../support/layers.ts";

/**
 * An executor for tests of what stands above one: each RUN leaves a file of its own that is never the
 * same twice, so that a step which runs again is seen by all that come after it.
 */
export function fakeExecutor(key = "fake"): Executor {
  let runs = 0;
  return {
    name: "linux",
    probe: async () => ({ works: true, key, describe: "a fake", warnings: [] }),
    verdict: async () => ({ answer: "yes" }),
    run: async () => {
      runs += 1;
      return changeset([fileEntry(`ran-${runs}-${Math.random()}`)]);
    },
  };
}
