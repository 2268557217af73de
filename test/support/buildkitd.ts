import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { buildKit } from "../../bench/peers/buildkit.ts";
import { startDaemon } from "./daemon.ts";
import { unmountBelow } from "./mounts.ts";

const run = promisify(execFile);

export interface BuildKitDaemon {
  readonly pid: number;
  /**
   * Builds a folder with its own Dockerfile; `more` are further arguments of `buildctl build`. `stdout` holds the
   * answer to a subrequest (`--opt requestid=frontend.lint`), `stderr` the progress.
   */
  build(context: string, ...more: string[]): Promise<{ readonly stdout: string; readonly stderr: string }>;
  /** Drops its copies of contexts, which it would update for the next build: directories get the time of that. */
  forgetContexts(): Promise<void>;
  stop(): Promise<void>;
}

/** The newest BuildKit, with `mirror` ("http://…") in front of Docker Hub; undefined where it cannot be built. */
export async function startBuildKit(options: { mirror: string; state?: string }): Promise<BuildKitDaemon | undefined> {
  const programs = buildKit();
  if (programs === undefined) return undefined;
  const scratch = mkdtempSync(path.join(os.tmpdir(), "djib-buildkit-"));
  const state = options.state ?? path.join(scratch, "state");
  const address = `unix://${path.join(scratch, "socket")}`;
  const settings = path.join(scratch, "buildkitd.toml");
  const host = new URL(options.mirror).host;
  writeFileSync(settings, `[registry."docker.io"]\nmirrors = ["${host}"]\n[registry."${host}"]\nhttp = true\n`);
  const buildctl = (...args: string[]) => run(programs.buildctl, ["--addr", address, ...args], { maxBuffer: 1 << 26 });
  const args = ["--config", settings, "--root", state, "--addr", address, "--oci-worker-binary", "runc"];
  const ready = async () => {
    await buildctl("debug", "workers");
    return true;
  };
  const daemon = await startDaemon(programs.buildkitd, args, { log: path.join(scratch, "log"), ready });
  const local = (folder: string) => ["--local", `context=${folder}`, "--local", `dockerfile=${folder}`];
  return {
    pid: daemon.pid,
    build: (context, ...more) =>
      buildctl("build", "--progress", "plain", "--frontend", "dockerfile.v0", ...local(context), ...more),
    forgetContexts: async () => {
      await buildctl("prune", "--filter", "type==source.local");
    },
    stop: async () => {
      await daemon.stop();
      unmountBelow(scratch);
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}
