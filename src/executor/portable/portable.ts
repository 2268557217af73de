import type { Store } from "../../oci/store/store.ts";
import type { Executor } from "../executor.ts";
import { Caches } from "./caches.ts";
import { verdictOn } from "./verdict/verdict.ts";
import { runStep } from "./run.ts";
import type { Workshop } from "./workshop.ts";

/** Executes RUN without Linux: by djib's own user land, over the tree as data. Nothing is written outside of the store. */
export function portableExecutor({ store }: { readonly store: Store }): Executor {
  const workshop: Workshop = { store, caches: new Caches(store), sums: new Map() };
  return {
    name: "portable",
    probe: async () => ({ works: true, key: "portable/1", describe: "djib's own user land", warnings: [] }),
    verdict: (step, outlook) => verdictOn(step, outlook, workshop.sums),
    run: (step, base, output, ctx) => runStep(workshop, step, base, output, ctx),
  };
}
