import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Ctx } from "../../ctx.ts";
import type { Store } from "../../oci/store/store.ts";
import { cachesOf } from "./mounts.ts";
import { modes } from "./namespace.ts";
import { startWorker } from "./worker-process.ts";

/**
 * Removes the caches of RUN --mount=type=cache that no RUN has used for `olderThan` milliseconds and none uses now;
 * resolves to how many. In a user namespace files belong to subordinate ids, so a worker does the removing.
 */
export async function pruneCaches(store: Store, olderThan: number, ctx: Ctx): Promise<number> {
  const now = ctx.host.now().getTime();
  let removed = 0;
  for (const mode of modes) {
    const slots = below(cachesOf(store, mode))
      .flatMap(below)
      .filter((slot) => now - usedAt(slot, now) >= olderThan);
    if (slots.length === 0) continue;
    await using worker = startWorker(mode, ctx);
    await worker.perform({ job: "prune", slots });
    removed += slots.filter((slot) => !existsSync(slot)).length;
  }
  return removed;
}

const below = (directory: string): string[] =>
  existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : [];

/** Milliseconds; its lock is touched by each RUN. */
const usedAt = (slot: string, now: number): number =>
  statSync(join(slot, "lock"), { throwIfNoEntry: false })?.mtimeMs ?? now;
