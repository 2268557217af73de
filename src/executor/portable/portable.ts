import type { Store } from "../../oci/store/store.ts";
import type { Executor, RunRequest } from "../executor.ts";
import { Caches } from "./caches.ts";
import { runStep, type Workshop } from "./run.ts";

/** Executes RUN without Linux: by djib's own user land, over the tree as data. Nothing is written outside of the store. */
export function portableExecutor({ store }: { readonly store: Store }): Executor {
  const workshop: Workshop = { store, caches: new Caches(store), sums: new Map() };
  return {
    name: "portable",
    probe: async () => ({ works: true, key: "portable/1", describe: "djib's own user land", warnings: [] }),
    verdict: async (step) => {
      const impossible = refusal(step);
      return impossible === undefined ? { answer: "yes" } : { answer: "no", reason: impossible, where: step.where };
    },
    run: (step, base, output, ctx) => runStep(workshop, step, base, output, ctx),
  };
}

/** Limits of the kernel that no emulated program can reach. */
const unreachable = new Set(
  "core data locks memlock msgqueue nice nofile rss rtprio rttime sigpending stack".split(" "),
);

/** What can be told without looking into the image. */
function refusal({ mounts, cgroupParent, ulimits }: RunRequest): string | undefined {
  const kernel = mounts.find(({ target }) => /^\/(proc|sys)(\/|$)|^\/dev$/.test(target));
  if (kernel !== undefined) return `nothing can be mounted at ${kernel.target}, which is the sandbox's own`;
  if (mounts.some(({ type }) => type === "ssh"))
    return "an SSH agent needs a socket, which no emulated program speaks to";
  if (cgroupParent !== undefined) return "--cgroup-parent needs a Linux kernel";
  const limit = ulimits.find(({ name }) => !unreachable.has(name));
  return limit && `--ulimit ${limit.name} needs a Linux kernel`;
}
