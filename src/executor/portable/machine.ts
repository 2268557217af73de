import { randomBytes } from "node:crypto";
import type { Ctx } from "../../ctx.ts";
import type { Platform } from "../../oci/platform.ts";
import type { Machine, Network } from "../../userland/kernel/machine.ts";
import { Refusal } from "../../userland/kernel/refusal.ts";
import type { RunStep } from "../executor.ts";

type Networked = Pick<RunStep, "network" | "extraHosts">;

/** What the processes of a RUN know of the world: its platform, whatever that of this machine is. Disposing ends its connections. */
export function machineOf(step: Networked, platform: Platform, { host }: Ctx): Machine & AsyncDisposable {
  const network = step.network === "none" ? undefined : networkOf(step);
  return {
    platform,
    now: () => BigInt(host.now().getTime()) * 1_000_000n,
    hostname: "buildkitsandbox",
    cpus: host.system.cpus,
    network,
    randomBytes: (count) => randomBytes(count),
    [Symbol.asyncDispose]: async () => network?.[Symbol.asyncDispose](),
  };
}

/** The network of this machine, loaded when something is asked of it. */
function networkOf({ extraHosts }: Networked): Network & AsyncDisposable {
  let opened: Promise<Network & AsyncDisposable> | undefined;
  const open = async () => (await import("./network.ts")).hostNetwork();
  return {
    async request(request, signal) {
      const { hostname } = new URL(request.url);
      if (extraHosts.some(({ name }) => name === hostname))
        throw new Refusal(hostname, "has its address from --add-host, which emulated programs do not look up");
      return (await (opened ??= open())).request(request, signal);
    },
    [Symbol.asyncDispose]: async () => (await opened)?.[Symbol.asyncDispose](),
  };
}
