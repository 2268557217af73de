import type { Ctx } from "../../ctx.ts";
import type { Store } from "../../oci/store/store.ts";
import { architectureOf } from "../../oci/platform.ts";
import type { Capability, Executor, RunRequest } from "../executor.ts";
import { type Choice, choose } from "./choose.ts";
import { advise } from "./diagnosis.ts";
import type { Engine } from "./engines/engine.ts";
import { runsHere } from "./emulators.ts";
import { problem } from "./errors.ts";
import { hostFacts } from "./host-facts.ts";
import type { Mode } from "./namespace.ts";
import type { Machine } from "./machine.ts";
import { runStep } from "./run.ts";
import { type Snapshots, snapshots } from "./snapshots.ts";
import { workers } from "./workers.ts";

export interface LinuxOptions {
  readonly store: Store;
  /** This one or none; by default the first that works. */
  readonly engine?: Engine["name"];
  readonly mode?: Mode;
  /** Lets a host without subordinate ids build images in which root owns everything. */
  readonly allowOwnerLoss?: boolean;
}

/** Executes RUN with an engine of this Linux host, chosen by probing; see `choose`. */
export function linuxExecutor({ store, engine, mode, allowOwnerLoss = false }: LinuxOptions): Executor {
  const unpacked = new Map<Mode, Snapshots>();
  const facts = hostFacts();
  const make = (mode: Mode, engine: Engine): Machine => {
    const own = unpacked.get(mode) ?? snapshots(store, mode);
    unpacked.set(mode, own);
    return { store, mode, engine, facts, snapshots: own, workers: workers(mode) };
  };
  let chosen: Promise<Choice> | undefined;
  const choice = (ctx: Ctx) => (chosen ??= choose(make, { engine, mode, allowOwnerLoss }, ctx));
  return {
    name: "linux",
    probe: async (ctx) => capabilityOf(await choice(ctx), ctx),
    verdict: async (step, base, ctx) => {
      const found = await choice(ctx);
      if (!("machine" in found))
        return { answer: "no", reason: "no sandbox works here", help: advise(found.tried, ctx) };
      const { where } = step;
      const runs = runsHere(base.platform, architectureOf(ctx.host.system.arch));
      if (typeof runs === "object") return { answer: "no", ...runs, where };
      const impossible = refusal(step, found.machine);
      if (impossible !== undefined) return { answer: "no", reason: impossible, where };
      if (runs === "yes") return { answer: "yes" };
      return { answer: "unknown", reason: "not every processor of this kind runs 32-bit programs", where };
    },
    ready: (ctx) => {
      const ready = choice(ctx).then((found) => ("machine" in found ? found.machine.workers.ready(ctx) : undefined));
      ready.catch(() => undefined); // the RUN that takes one is told
      return { [Symbol.asyncDispose]: async () => (await ready)?.[Symbol.asyncDispose]() };
    },
    run: async (step, base, output, ctx) => {
      const found = await choice(ctx);
      if ("machine" in found) return runStep(found.machine, step, base, output, ctx);
      throw problem("run/no-engine", "no way to run commands works on this machine", {
        where: step.where,
        detail: found.tried.map(({ what, said }) => `${what}: ${said}`),
        help: advise(found.tried, ctx),
      });
    },
  };
}

function capabilityOf(choice: Choice, ctx: Ctx): Capability {
  if (!("machine" in choice)) return { works: false, tried: choice.tried, help: advise(choice.tried, ctx) };
  const { mode, engine } = choice.machine;
  const family = engine.name === "crun" || engine.name === "runc" ? "oci" : engine.name;
  return {
    works: true,
    key: `linux/${family}/${mode}`,
    describe: `${engine.name}, ${descriptions[mode]}`,
    warnings: warnings[mode],
    ...(mode === "single-uid" ? { labels: { "dev.djib.owners": "lost" } } : {}),
  };
}

const descriptions: Readonly<Record<Mode, string>> = {
  root: "as root",
  rootless: "rootless",
  "single-uid": "rootless with one user id",
  chroot: "by chroot in this container",
};

const warnings: Readonly<Record<Mode, readonly string[]>> = {
  root: [],
  rootless: [],
  "single-uid": ["files keep no owners: this user has no range of ids in /etc/subuid, and everything becomes root's"],
  chroot: ["no isolation: commands run by chroot alone, with this container's rights, processes and network"],
};

/** What can be told without looking into the image. */
function refusal(step: RunRequest, { mode, engine }: Machine): string | undefined {
  const impossible = step.mounts.find(({ target }) => /^\/(proc|sys)(\/|$)|^\/dev$/.test(target));
  if (impossible !== undefined) return `nothing can be mounted at ${impossible.target}, which is the sandbox's own`;
  if (step.insecure && mode !== "root") return "RUN --security=insecure needs real root outside of a container";
  if (step.cgroupParent !== undefined && (mode !== "root" || engine.name !== "runc"))
    return `--cgroup-parent needs runc as real root outside of a container, and here is ${engine.name} (${mode})`;
  if (mode === "chroot" && step.shmSize !== undefined) return "--shm-size needs namespaces of its own";
  if (mode === "chroot" && step.network === "none") return "a RUN without network needs namespaces of its own";
  if (mode === "single-uid" && !/^(0|root)?(:(0|root)?)?$/.test(step.user))
    return `USER ${step.user} needs a user id of its own`;
  return undefined;
}
