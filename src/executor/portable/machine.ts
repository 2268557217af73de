import { randomBytes } from "node:crypto";
import type { Ctx } from "../../ctx.ts";
import type { Platform } from "../../oci/platform.ts";
import type { Machine } from "../../userland/kernel/machine.ts";

/** What the processes of a RUN know of the world: its platform, whatever that of this machine is. */
export function machineOf(platform: Platform, { host }: Ctx): Machine {
  return {
    platform,
    now: () => BigInt(host.now().getTime()) * 1_000_000n,
    hostname: "buildkitsandbox",
    cpus: host.system.cpus,
    network: undefined,
    randomBytes: (count) => randomBytes(count),
  };
}
