import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Digest } from "../../oci/digest.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { diffTrees } from "../../oci/layer/diff-trees.ts";
import type { Store } from "../../oci/store/store.ts";
import { Disk } from "../../userland/kernel/disk.ts";
import { diskTree } from "../../userland/kernel/disk-tree.ts";
import { Spill } from "../../userland/kernel/spill.ts";
import type { CacheMount } from "../executor.ts";
import { firstContent } from "./cache-content.ts";
import { CacheSlot } from "./cache-slot.ts";
import { changesOn } from "./changes.ts";

/** A cache that a RUN may use until it disposes of it; then what was written is in the store. */
export interface TakenCache extends AsyncDisposable {
  readonly disk: Disk;
}

/** From so many layers on the content is sealed as one. */
const mostLayers = 16;

export const cachesPath = (store: Store): string => join(store.snapshots, "caches", "portable");

interface Open {
  readonly disk: Disk;
  readonly isExclusive: boolean;
  users: number;
  close(): Promise<void>;
}

/**
 * The caches of RUN --mount=type=cache, each a list of layers. RUNs of this process that share one
 * write to the same disk; those of others find what was there when the last of them ended.
 */
export class Caches {
  readonly #store: Store;
  readonly #open = new Map<string, Promise<Open>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Resolves once the cache is free, where its RUNs wait for each other. `now` in nanoseconds. */
  async take(mount: CacheMount, now: () => bigint, signal: AbortSignal): Promise<TakenCache> {
    const directory = join(cachesPath(this.#store), createHash("sha256").update(mount.id).digest("hex"));
    for (;;) {
      signal.throwIfAborted();
      for (const name of slotsOf(directory, mount.sharing)) {
        const taken = await this.#takeSlot(join(directory, name), mount, now);
        if (taken !== undefined) return taken;
      }
      await wait(50, undefined, { signal });
    }
  }

  async #takeSlot(path: string, mount: CacheMount, now: () => bigint): Promise<TakenCache | undefined> {
    const isExclusive = mount.sharing !== "shared" || mount.renew;
    const known = this.#open.get(path);
    if (known === undefined) {
      const opening = this.#openSlot(path, mount, now, isExclusive);
      this.#open.set(path, opening as Promise<Open>);
      const opened = await opening.catch((error: unknown) => {
        this.#open.delete(path);
        throw error;
      });
      if (opened !== undefined) return this.#taken(path, opened);
      this.#open.delete(path);
      return undefined;
    }
    const open = (await known) as Open | undefined;
    if (open === undefined || open.users === 0 || isExclusive || open.isExclusive || this.#open.get(path) !== known)
      return undefined;
    open.users += 1;
    return this.#taken(path, open);
  }

  #taken(path: string, open: Open): TakenCache {
    return {
      disk: open.disk,
      [Symbol.asyncDispose]: async () => {
        if (--open.users > 0) return;
        // Who comes now waits until it is written, and opens it anew.
        await open.close().finally(() => this.#open.delete(path));
      },
    };
  }

  /** undefined where another process has it. */
  async #openSlot(path: string, mount: CacheMount, now: () => bigint, isExclusive: boolean): Promise<Open | undefined> {
    const slot = new CacheSlot(path, this.#store);
    const lock = isExclusive ? await slot.lock() : undefined;
    if (isExclusive && lock === undefined) return undefined;
    const layers = mount.renew ? [] : await slot.layers();
    const isNew = layers.length === 0;
    const base = isNew
      ? await firstContent(mount, Number(now() / 1_000_000_000n))
      : await this.#store.layers.tree(layers);
    const scratch = await this.#store.scratch();
    const spill = new Spill(join(scratch.path, "spill"));
    const disk = new Disk(base, { now, spill });
    const close = async () => {
      await this.#save(slot, disk, isNew ? undefined : layers);
      spill[Symbol.dispose]();
      await scratch[Symbol.asyncDispose]();
      await lock?.[Symbol.asyncDispose]();
    };
    return { disk, isExclusive, users: 1, close };
  }

  /** `layers`: those that the disk began with; undefined for a new one. */
  async #save(slot: CacheSlot, disk: Disk, layers: readonly Digest[] | undefined): Promise<void> {
    const empty = await this.#store.layers.tree([]);
    const whole = (tree: Filesystem) => this.#store.layers.seal(diffTrees(empty, tree));
    if (layers === undefined) return slot.keep([], await whole(diskTree(disk)));
    const layer = await this.#store.layers.seal(changesOn(disk));
    if (layer.entries === 0) return;
    // Another process may have written meanwhile: what this one changed comes on top.
    const below = await slot.layers();
    if (below.length < mostLayers) return slot.keep(below, layer);
    await slot.keep([], await whole(await this.#store.layers.tree([...below, layer.diffId])));
  }
}

/** Copies that there are, and for RUNs that want one of their own a further one. */
function slotsOf(directory: string, sharing: CacheMount["sharing"]): readonly string[] {
  const numbers = (existsSync(directory) ? readdirSync(directory) : []).map(Number).sort((a, b) => a - b);
  if (numbers.length === 0) return ["0"];
  return [...numbers, ...(sharing === "private" ? [numbers.at(-1)! + 1] : [])].map(String);
}
