import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

type Env = Readonly<Record<string, string>>;

interface Options {
  /** What stands on standard input; nothing by default. */
  readonly input?: string;
  readonly cwd?: string;
  /** Command line that starts djib, e.g. with fewer rights. */
  readonly through?: readonly string[];
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
}

export interface Workshop {
  /** For files that a test makes; goes with the workshop. */
  readonly folder: string;
  readonly mirror: string;
  /** Runs the built djib with a store of its own and no engine but the one that `env` names. */
  djib(args: readonly string[], env?: Env, options?: Options): Promise<Ran>;
  /** The same, to be watched and ended while it runs. */
  start(args: readonly string[], env?: Env, options?: Options): Running;
  /** A new directory beneath `folder` with these files. */
  project(files: Readonly<Record<string, string | Uint8Array>>): string;
  /** Like djib, and fails where it does. */
  ok(args: readonly string[], env?: Env, options?: Options): Promise<Ran>;
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
  const start: Workshop["start"] = (args, env = {}, options = {}) =>
    startDjib(args, { ...process.env, ...own, ...env }, options);
  const djib: Workshop["djib"] = (...given) => start(...given).ended;
  let projects = 0;
  return {
    folder,
    mirror: base.mirror,
    djib,
    start,
    project: (files) => {
      const directory = path.join(folder, `project-${++projects}`);
      mkdirSync(directory);
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
        writeFileSync(path.join(directory, name), content);
      }
      return directory;
    },
    ok: async (args, env, options) => {
      const ran = await djib(args, env, options);
      if (ran.status === 0) return ran;
      throw new Error(`djib ${args.join(" ")} ended with ${ran.status}:\n${ran.stderr}${ran.stdout}`);
    },
    stop: async () => {
      await base.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function startDjib(args: readonly string[], env: NodeJS.ProcessEnv, { input, cwd, through = [] }: Options): Running {
  const started = performance.now();
  const [command, ...rest] = [...through, process.execPath, path.join(root, "dist/djib.js"), ...args];
  const child = spawn(command!, rest, {
    env,
    cwd,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdin?.end(input);
  child.stdout!.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Ran>((resolve) =>
    child.once("close", (status) => resolve({ status, stdout, stderr, seconds: (performance.now() - started) / 1000 })),
  );
  return { child, ended };
}
