import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { startDaemon } from "./daemon.ts";
import { unmountBelow } from "./mounts.ts";

const run = promisify(execFile);

export interface Engine {
  /** For DOCKER_HOST: "unix:///…". */
  readonly host: string;
  /** Runs Debian's docker against it; resolves to standard output, without the final newline. */
  docker(...args: string[]): Promise<string>;
  stop(): Promise<void>;
}

/**
 * A Docker engine of its own, beside whatever runs on this machine: own folders, own bridge, and
 * neither firewall rules nor forwarding. Ports published with -p answer on the loopback.
 */
export async function startDockerd(options: { mirror?: string } = {}): Promise<Engine> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-dockerd-"));
  const socket = path.join(folder, "docker.sock");
  const settings = path.join(folder, "daemon.json");
  writeFileSync(settings, "{}");
  const bridge = makeBridge();
  const args = [
    ...["--data-root", path.join(folder, "data"), "--exec-root", path.join(folder, "exec")],
    ...["--pidfile", path.join(folder, "pid"), "--host", `unix://${socket}`, "--config-file", settings],
    ...["--bridge", bridge, "--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false"],
    ...["--containerd-namespace", bridge, "--containerd-plugins-namespace", `${bridge}-plugins`],
    ...(options.mirror === undefined ? [] : ["--registry-mirror", options.mirror]),
  ];
  const host = `unix://${socket}`;
  const docker = async (...words: string[]) => {
    const env = { ...process.env, DOCKER_HOST: host, DOCKER_CONFIG: path.join(folder, "config") };
    const { stdout } = await run("/usr/bin/docker", words, { env, maxBuffer: 1 << 26 });
    return stdout.trimEnd();
  };
  const ready = async () => (await docker("version", "--format", "{{.Server.Version}}")) !== "";
  const daemon = await startDaemon("dockerd", args, { log: path.join(folder, "log"), ready }).catch(
    (error: unknown) => {
      cleanUp(folder, bridge);
      throw error;
    },
  );
  const stop = async () => {
    const containers = await docker("ps", "--quiet").catch(() => "");
    if (containers !== "") await docker("kill", ...containers.split("\n")).catch(() => "");
    await daemon.stop();
    cleanUp(folder, bridge);
  };
  return { host, docker, stop };
}

/** A bridge with a name and a private range of its own, drawn at random so that several engines can run. */
function makeBridge(): string {
  const name = `djib${process.pid.toString(36)}${Math.floor(Math.random() * 1296).toString(36)}`.slice(0, 15);
  const third = Math.floor(Math.random() * 256);
  execFileSync("ip", ["link", "add", name, "type", "bridge"]);
  execFileSync("ip", ["address", "add", `172.29.${third}.1/24`, "dev", name]);
  execFileSync("ip", ["link", "set", name, "up"]);
  return name;
}

function cleanUp(folder: string, bridge: string): void {
  unmountBelow(folder);
  execFileSync("ip", ["link", "delete", bridge]);
  rmSync(folder, { recursive: true, force: true });
}
