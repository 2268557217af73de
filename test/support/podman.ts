import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { startDaemon } from "./daemon.ts";

const run = promisify(execFile);

export interface Podman {
  /** For DOCKER_HOST: podman's service, which speaks Docker's API. */
  readonly host: string;
  podman(...args: string[]): Promise<string>;
  stop(): Promise<void>;
}

/** A podman of its own folders, and its service. */
export async function startPodman(): Promise<Podman> {
  const folder = mkdtempSync(path.join(tmpdir(), "djib-podman-"));
  const own = ["--root", path.join(folder, "root"), "--runroot", path.join(folder, "run"), "--storage-driver", "vfs"];
  // What runs also where cgroups are mixed and limits are low, as in many test machines.
  own.push("--runtime", "runc", "--cgroup-manager", "cgroupfs");
  const socket = path.join(folder, "podman.sock");
  const service = ["system", "service", "--time", "0", `unix://${socket}`];
  const ready = async () => statSync(socket).isSocket();
  const daemon = await startDaemon("podman", [...own, ...service], { log: path.join(folder, "log"), ready });
  return {
    host: `unix://${socket}`,
    podman: async (...args) => (await run("podman", [...own, ...args])).stdout.trimEnd(),
    async stop() {
      await daemon.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
