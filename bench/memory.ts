import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { baseRegistry } from "../test/support/base.ts";
import { djibBuilder } from "./builders/djib.ts";

export interface MemoryUse {
  readonly files: number;
  readonly seconds: number;
  readonly peak: number;
}

/** djib's peak memory over contexts of many small files, none of them in the cache; the base is there already. */
export async function measureMemory(sizes: readonly number[]): Promise<MemoryUse[]> {
  const base = await baseRegistry();
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-memory-"));
  const builder = djibBuilder({ folder: path.join(folder, "djib"), mirror: base.mirror });
  const results: MemoryUse[] = [];
  try {
    await builder.build({ context: fill(path.join(folder, "none"), 0) });
    for (const files of sizes) {
      const context = fill(path.join(folder, `${files}`), files);
      const { seconds, peak } = await builder.build({ context });
      console.error(`${files} files  ${(peak / 1e6).toFixed(0)} MB  ${seconds.toFixed(1)} s`);
      results.push({ files, seconds, peak });
      rmSync(context, { recursive: true });
    }
  } finally {
    await base.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

function fill(context: string, files: number): string {
  mkdirSync(path.join(context, "files"), { recursive: true });
  writeFileSync(path.join(context, "Dockerfile"), "FROM python:3.11-slim\nWORKDIR /app\nCOPY files files\n");
  for (let at = 0; at < files; at++) {
    const folder = path.join(context, "files", `part-${Math.floor(at / 500)}`);
    if (at % 500 === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `file-number-${at}.txt`), `${at}\n`);
  }
  return context;
}
