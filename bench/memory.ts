import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { baseRegistry } from "../test/support/base.ts";
import { djibBuilder } from "./builders/djib.ts";
import { fill } from "./large-context.ts";

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
