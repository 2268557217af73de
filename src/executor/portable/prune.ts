import { existsSync, readdirSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Ctx } from "../../ctx.ts";
import type { Store } from "../../oci/store/store.ts";
import { CacheSlot } from "./cache-slot.ts";
import { cachesPath } from "./caches.ts";

/**
 * Removes the caches of RUN --mount=type=cache that no portable RUN has used for `olderThan` milliseconds and none
 * uses now; resolves to how many. Their layers go with the steps that nobody used.
 */
export async function pruneCaches(store: Store, olderThan: number, { host }: Ctx): Promise<number> {
  const now = host.now().getTime();
  const slots = below(cachesPath(store)).flatMap(below);
  let removed = 0;
  for (const path of slots) {
    if (now - statSync(path).mtimeMs < olderThan || (await new CacheSlot(path, store).isLocked())) continue;
    await rm(path, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

const below = (directory: string): string[] =>
  existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : [];
