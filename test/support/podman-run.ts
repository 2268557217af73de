import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { freePort } from "./daemon.ts";
import { unmountBelow } from "./mounts.ts";

const run = promisify(execFile);

export interface PodmanContainer {
  /** "http://127.0.0.1:PORT/"; the image is told the port in PORT. */
  readonly address: string;
  exec(...command: string[]): Promise<string>;
  /** Stops the container and takes away everything podman kept of it. */
  stop(): Promise<void>;
}

/**
 * Runs an OCI archive by podman, in folders of its own and on the host's network, so that neither
 * bridges nor firewall rules are made. runc: Debian 12's crun refuses hybrid layouts.
 */
export async function podmanRun(archive: string, env: Readonly<Record<string, string>>): Promise<PodmanContainer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-podman-"));
  const port = await freePort();
  const own = [
    "--root",
    path.join(folder, "root"),
    "--runroot",
    path.join(folder, "run"),
    "--tmpdir",
    path.join(folder, "tmp"),
  ];
  const kind = ["--runtime", "/usr/sbin/runc", "--cgroup-manager", "cgroupfs", "--events-backend", "none"];
  const podman = async (...args: string[]) => (await run("podman", [...own, ...kind, ...args])).stdout.trimEnd();
  const cleanUp = () => {
    unmountBelow(folder);
    // A process of podman's that tidies up may still be at it.
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  const variables = Object.entries({ PORT: String(port), ...env }).flatMap((pair) => ["--env", pair.join("=")]);
  // podman asks for more than a process without CAP_SYS_RESOURCE may raise them to.
  const limits = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=4096:4096"];
  const options = ["--detach", "--name", "app", "--network", "host", ...limits, "--log-driver", "none"];
  await podman("run", ...options, ...variables, `oci-archive:${archive}`).catch((error: unknown) => {
    cleanUp();
    throw error;
  });
  return {
    address: `http://127.0.0.1:${port}/`,
    exec: (...command) => podman("exec", "app", ...command),
    stop: async () => {
      await podman("rm", "--force", "--time", "10", "app");
      cleanUp();
    },
  };
}
