import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "../../scripts/lib/root.mjs";
import { baseRegistry } from "./base.ts";

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface Workshop {
  /** For files that a test makes; goes with the workshop. */
  readonly folder: string;
  readonly mirror: string;
  /** Runs the built djib with a store of its own and no engine but the one that `env` names. */
  djib(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  /** Like djib, and fails where it does. */
  ok(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  stop(): Promise<void>;
}

/** A place where the real djib builds: the base registry as its mirror, nothing shared with the user's. */
export async function workshop(): Promise<Workshop> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-workshop-"));
  const base = await baseRegistry();
  const own = {
    HOME: folder,
    DJIB_STORE: path.join(folder, "store"),
    DJIB_REGISTRY_MIRROR: `docker.io=${base.mirror}`,
    DOCKER_HOST: `unix://${path.join(folder, "no-engine.sock")}`,
  };
  const djib: Workshop["djib"] = (args, env = {}) => runDjib(args, { ...process.env, ...own, ...env });
  return {
    folder,
    mirror: base.mirror,
    djib,
    ok: async (args, env) => {
      const ran = await djib(args, env);
      if (ran.status === 0) return ran;
      throw new Error(`djib ${args.join(" ")} ended with ${ran.status}:\n${ran.stderr}${ran.stdout}`);
    },
    stop: async () => {
      await base.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function runDjib(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const started = performance.now();
  const child = spawn(process.execPath, [path.join(root, "dist/djib.js"), ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { status, stdout, stderr, seconds: (performance.now() - started) / 1000 };
}
