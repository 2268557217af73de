import { chmodSync, existsSync, renameSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Ctx } from "../../ctx.ts";
import { digestOf, hexOf, type Digest } from "../../oci/digest.ts";
import type { Store } from "../../oci/store/store.ts";
import { fact } from "./host-facts.ts";
import type { Mode } from "./namespace.ts";
import { leftovers, type Places } from "./sweep.ts";
import { unpackedLayer } from "./unpacked-layer.ts";
import type { Worker } from "./worker-process.ts";

/**
 * Layers unpacked for overlay, one directory each, made once and never changed after. They are
 * named by chain (image-spec, config.md, "Layer ChainID"): a layer that does not describe the
 * directories it goes through shows those of the layers beneath. They are not synced to disk, which
 * would cost as much again: so each boot has its own, and those of another boot are removed.
 */
export interface Snapshots {
  /** Directories of the layers, bottom first. The worker makes those that are missing. */
  ensure(diffIds: readonly Digest[], worker: Worker): Promise<readonly string[]>;
  /** While `make` makes the directory of the last of these layers, in vain perhaps, `ensure` waits for it. */
  keep(diffIds: readonly Digest[], make: () => Promise<void>): Promise<void>;
  /**
   * Moves a whole tree that was kept to `place`: that of as many of these layers as there is one of, from the
   * first on. Tells how many; 0 where there is none.
   */
  take(diffIds: readonly Digest[], place: string): Promise<number>;
  /** Where the last of these layers belongs. */
  directory(diffIds: readonly Digest[]): string;
  /**
   * Where the run that owns `scratch` (of the store) keeps its upper directory. Not in the scratch
   * itself: in a user namespace the store could not remove it.
   */
  workDirectory(scratch: string): string;
  /** Removes what killed runs left, once per executor: the store has already removed their scratch. */
  sweep(scratch: string, worker: Worker, ctx: Ctx): Promise<void>;
}

export const overlayOptions = (mode: Mode): string =>
  `${mode === "root" ? "" : "userxattr,"}redirect_dir=nofollow,metacopy=off,index=off`;

export function placesOf(store: Store, mode: Mode): Places {
  const all = join(store.snapshots, mode);
  const root = join(all, fact("/proc/sys/kernel/random/boot_id") || "boot");
  return { all, root, works: join(root, "work") };
}

export function snapshots(store: Store, mode: Mode): Snapshots {
  const places = placesOf(store, mode);
  const { root, works } = places;
  let swept: Promise<void> | undefined;
  const making = new Map<string, Promise<void>>();
  const kept = new Map<string, Promise<void>>();
  const directories = (diffIds: readonly Digest[]) => chainIds(diffIds).map((id) => join(root, hexOf(id)));
  return {
    workDirectory: (scratch) => join(works, `${basename(dirname(scratch))}.${basename(scratch)}`),
    sweep: (scratch, worker, ctx) => (swept ??= sweep(scratch, worker, ctx)),
    directory: (diffIds) => directories(diffIds).at(-1)!,
    keep: (diffIds, make) => {
      const target = directories(diffIds).at(-1)!;
      const made = make().finally(() => kept.delete(target));
      kept.set(target, made);
      return made;
    },
    take: async (diffIds, place) => {
      const targets = directories(diffIds);
      await Promise.allSettled(targets.map((target) => kept.get(target)));
      for (let count = targets.length; count > 0; count--) if (moved(targets[count - 1]!, place)) return count;
      return 0;
    },
    ensure: async (diffIds, worker) => {
      const targets = directories(diffIds);
      await Promise.allSettled(targets.map((target) => kept.get(target)));
      const missing = targets.flatMap((target, i) => (making.has(target) || existsSync(target) ? [] : [i]));
      const made = make(
        missing.map((i) => [diffIds.slice(0, i + 1), targets[i]!]),
        worker,
      );
      for (const i of missing) making.set(targets[i]!, made);
      const ended = await Promise.allSettled([made, ...targets.map((target) => making.get(target))]);
      for (const i of missing) making.delete(targets[i]!);
      for (const end of ended) if (end.status === "rejected") throw end.reason;
      targets.forEach(markUsed);
      return targets;
    },
  };

  async function make(layers: readonly (readonly [readonly Digest[], string])[], worker: Worker): Promise<void> {
    if (layers.length === 0) return;
    const jobs = layers.map(([diffIds, target]) => unpackedLayer(store, diffIds, target, mode));
    await worker.perform({ job: "unpack", layers: await Promise.all(jobs) });
  }

  async function sweep(scratch: string, worker: Worker, ctx: Ctx): Promise<void> {
    const paths = leftovers(places, scratch, ctx.host.now().getTime());
    if (paths.length > 0) await worker.perform({ job: "remove", paths });
  }
}

/** False where it is not there, any more perhaps: another takes one too. */
function moved(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}

/** Its change time tells when it was used last; the other two are the image's. */
function markUsed(directory: string): void {
  try {
    chmodSync(directory, statSync(directory).mode & 0o7777);
  } catch {
    // the root of this image is not root's, which an ordinary user may not touch
  }
}

function chainIds(diffIds: readonly Digest[]): Digest[] {
  const chain: Digest[] = [];
  for (const diffId of diffIds) {
    const below = chain.at(-1);
    chain.push(below === undefined ? diffId : digestOf(`${below} ${diffId}`));
  }
  return chain;
}
