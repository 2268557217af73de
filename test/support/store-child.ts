import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export interface StoreProgram extends AsyncDisposable {
  /** Starts the program on a store and waits for its first line. */
  start(root: string, task: "write" | "once" | "lease"): Promise<ChildProcess>;
}

/** `store-program.ts` bundled, so that a process of it starts in no time. */
export async function storeProgram(): Promise<StoreProgram> {
  const directory = await mkdtemp(join(tmpdir(), "djib-program-"));
  const outfile = join(directory, "program.mjs");
  const entry = fileURLToPath(new URL("./store-program.ts", import.meta.url));
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    logLevel: "error",
  });
  return {
    start: async (root, task) => {
      const child = spawn(process.execPath, [outfile, root, task], { stdio: ["pipe", "pipe", "inherit"] });
      await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
      return child;
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Resolves with exit status and signal. */
export async function ended(child: ChildProcess): Promise<readonly [number | null, NodeJS.Signals | null]> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return [child.exitCode, child.signalCode];
}
