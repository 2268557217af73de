import { mkdtemp } from "node:fs/promises";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";

type Linux = typeof import("../../src/executor/linux/linux.ts") &
  typeof import("../../src/executor/linux/prune-snapshots.ts");

/** scripts/build/own-files.mjs */
interface Build {
  ownFiles(src: string): { readonly entryPoints: Record<string, string>; readonly plugin: Plugin };
}

/**
 * The linux executor as users have it: bundled, its worker a file beside it. From sources each RUN
 * would wait for the worker to be compiled, and other users might not see them. `driver` is the
 * contract as a program (executor-driver.ts), `sleeper` a RUN that sleeps (sleeping-run.ts). The directory is gone when this process ends.
 */
export async function linuxBundle(): Promise<Linux & { readonly driver: string; readonly sleeper: string }> {
  const outdir = await mkdtemp(join(tmpdir(), "djib-linux-"));
  process.once("exit", () => rmSync(outdir, { recursive: true, force: true }));
  const src = fileURLToPath(new URL("../../src", import.meta.url));
  const { ownFiles } = (await import(new URL("../../scripts/build/own-files.mjs", import.meta.url).href)) as Build;
  const files = ownFiles(src);
  const worker = "executor-linux-worker-main";
  await build({
    entryPoints: {
      linux: join(src, "executor/linux/linux.ts"),
      prune: join(src, "executor/linux/prune-snapshots.ts"),
      driver: fileURLToPath(new URL("./executor-driver.ts", import.meta.url)),
      sleeper: fileURLToPath(new URL("./sleeping-run.ts", import.meta.url)),
      [worker]: files.entryPoints[worker]!,
    },
    outdir,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    plugins: [files.plugin],
    logLevel: "error",
  });
  chmodSync(outdir, 0o755);
  writeFileSync(join(outdir, "package.json"), '{"type":"module"}');
  const parts = ["linux.js", "prune.js"].map((name) => import(pathToFileURL(join(outdir, name)).href));
  const [linux, prune] = (await Promise.all(parts)) as [Linux, Linux];
  return { ...linux, ...prune, driver: join(outdir, "driver.js"), sleeper: join(outdir, "sleeper.js") };
}
