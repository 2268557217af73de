import { existsSync, readdirSync } from "node:fs";
import type { Ctx } from "../../ctx.ts";
import type { Store } from "../../oci/store/store.ts";
import { type Mode, modes } from "./namespace.ts";
import { placesOf } from "./snapshots.ts";
import { leftovers, unused } from "./sweep.ts";
import { startWorker } from "./worker-process.ts";

/**
 * Removes the unpacked layers that no RUN has stood on for `olderThan` milliseconds, at least a day,
 * and what killed runs left; resolves to how many. Nothing is lost: what is missing is unpacked
 * anew. In a user namespace files belong to subordinate ids, so a worker does the removing.
 */
export async function pruneSnapshots(store: Store, olderThan: number, ctx: Ctx): Promise<number> {
  const names = existsSync(store.snapshots) ? readdirSync(store.snapshots) : [];
  await using scratch = await store.scratch();
  const now = ctx.host.now().getTime();
  let removed = 0;
  for (const mode of modes.filter((mode: Mode) => names.includes(mode))) {
    const places = placesOf(store, mode);
    const paths = [...leftovers(places, scratch.path, now), ...unused(places, now, Math.max(olderThan, day))];
    if (paths.length === 0) continue;
    await using worker = startWorker(mode, ctx);
    await worker.perform({ job: "remove", paths });
    removed += paths.length;
  }
  return removed;
}

const day = 24 * 60 * 60 * 1000;
