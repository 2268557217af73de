import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { readIgnoreRules } from "../src/build/ignore.ts";
import { openContext } from "../src/context/open-context.ts";
import { walk } from "../src/oci/filesystem/walk.ts";
import { testCtx } from "../test/support/ctx.ts";
import { fill } from "./large-context.ts";
import { median } from "./measure.ts";

/** All in seconds, one for each round. */
export interface ScanTimes {
  readonly files: number;
  /** `find` that prints what stat(2) says of each file, to nowhere. */
  readonly find: readonly number[];
  /** The context opened and walked as a COPY of all of it does, without hashing. */
  readonly scan: readonly number[];
}

/** djib's look at a large context beside that of find, taking turns; one turn of each before makes the cache warm. */
export async function measureScan(files: number, rounds: number): Promise<ScanTimes> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-scan-"));
  const find: number[] = [];
  const scan: number[] = [];
  try {
    const context = fill(path.join(folder, "context"), files);
    for (let round = 0; round <= rounds; round++) {
      const found = await seconds(() => findAll(context));
      const scanned = await seconds(() => scanAll(context, files));
      console.error(`${round}/${rounds}  find ${found.toFixed(2)} s  scan ${scanned.toFixed(2)} s`);
      if (round === 0) continue;
      find.push(found);
      scan.push(scanned);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { files, find, scan };
}

/** The section of the page. */
export function scanSection({ files, find, scan }: ScanTimes): string {
  const cell = (all: readonly number[]) =>
    `${median(all).toFixed(2)} (${Math.min(...all).toFixed(2)}–${Math.max(...all).toFixed(2)})`;
  return `
## The scan of a large context

From opening a context of ${files.toLocaleString("en")} small files until each is listed with its stat, its rules of
.dockerignore and its mode looked up, and nothing hashed: the walk of \`COPY . .\`, of which a build does one however many
steps copy. djib's source in the process of the benchmark; find is \`find DIR -printf '%s %m %T@ %C@ %i %p\\n'\`, its start
included. Taking turns, page cache warm.

| find (s) | djib (s) | djib / find |
| --- | --- | --- |
| ${cell(find)} | ${cell(scan)} | ${(median(scan) / median(find)).toFixed(2)} |
`;
}

async function seconds(work: () => void | Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

const findAll = (context: string): void => {
  execFileSync("find", [context, "-printf", "%s %m %T@ %C@ %i %p\n"], { stdio: ["ignore", "ignore", "inherit"] });
};

async function scanAll(context: string, files: number): Promise<void> {
  const ignore = readIgnoreRules(context, undefined);
  const opened = await openContext({ kind: "directory", path: context }, { ignore, modes: "git" }, testCtx());
  let count = 0;
  for (const [, { type }] of walk(opened)) if (type === "file") count++;
  // and the Dockerfile
  if (count !== files + 1) throw new Error(`${count} files were found`);
}
