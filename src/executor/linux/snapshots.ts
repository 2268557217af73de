import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Ctx } from "../../ctx.ts";
import { digestOf, hexOf, type Digest } from "../../oci/digest.ts";
import type { Store } from "../../oci/store/store.ts";
import { fact } from "./host-facts.ts";
import type { Mode } from "./namespace.ts";
import { unpackJob } from "./unpack-job.ts";
import { perform } from "./worker-process.ts";

/**
 * Layers unpacked for overlay, one directory each, made once and never changed after. They are
 * named by chain (image-spec, config.md, "Layer ChainID"): a layer that does not describe the
 * directories it goes through shows those of the layers beneath. They are not synced to disk, which
 * would cost as much again: so each boot has its own, and those of another boot are removed.
 */
export interface Snapshots {
  /** Directories of the layers, bottom first. */
  ensure(diffIds: readonly Digest[], ctx: Ctx): Promise<readonly string[]>;
  /**
   * Where the run that owns `scratch` (of the store) keeps its upper directory. Not in the scratch
   * itself: in a user namespace the store could not remove it.
   */
  workDirectory(scratch: string): string;
  /** Removes what killed runs left, once per executor: the store has already removed their scratch. */
  sweep(scratch: string, ctx: Ctx): Promise<void>;
}

export const overlayOptions = (mode: Mode): string =>
  `${mode === "root" ? "" : "userxattr,"}redirect_dir=nofollow,metacopy=off,index=off`;

export function snapshots(store: Store, mode: Mode): Snapshots {
  const all = join(store.snapshots, mode);
  const root = join(all, fact("/proc/sys/kernel/random/boot_id") || "boot");
  const works = join(root, "work");
  let swept: Promise<void> | undefined;
  const making = new Map<string, Promise<void>>();
  const make = async (diffIds: readonly Digest[], target: string, ctx: Ctx): Promise<void> => {
    if (existsSync(target)) return;
    const job = await unpackJob(store, diffIds, target, mode);
    await perform(job, mode, {}, ctx);
  };
  return {
    workDirectory: (scratch) => join(works, `${basename(dirname(scratch))}.${basename(scratch)}`),
    sweep: (scratch, ctx) => (swept ??= sweep({ all, root, works, scratches: dirname(dirname(scratch)) }, mode, ctx)),
    ensure: async (diffIds, ctx) => {
      const targets = await Promise.allSettled(
        chainIds(diffIds).map(async (chainId, i) => {
          const target = join(root, hexOf(chainId));
          const made = making.get(target) ?? make(diffIds.slice(0, i + 1), target, ctx);
          making.set(target, made);
          await made.finally(() => making.delete(target));
          return target;
        }),
      );
      return targets.map((target) => {
        if (target.status === "rejected") throw target.reason;
        return target.value;
      });
    },
  };
}

interface Places {
  readonly all: string;
  readonly root: string;
  readonly works: string;
  readonly scratches: string;
}

/** No layer takes that long to unpack. */
const abandonedMs = 3600_000;

async function sweep({ all, root, works, scratches }: Places, mode: Mode, ctx: Ctx): Promise<void> {
  const list = (directory: string) =>
    existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : [];
  const dead = [
    ...list(all).filter((path) => path !== root),
    ...list(works).filter((path) => !existsSync(join(scratches, ...basename(path).split(".")))),
    ...list(root).filter(
      (path) => /\./.test(basename(path)) && ctx.host.now().getTime() - statSync(path).ctimeMs > abandonedMs,
    ),
  ];
  if (dead.length > 0) await perform({ job: "remove", paths: dead }, mode, {}, ctx);
}

function chainIds(diffIds: readonly Digest[]): Digest[] {
  const chain: Digest[] = [];
  for (const diffId of diffIds) {
    const below = chain.at(-1);
    chain.push(below === undefined ? diffId : digestOf(`${below} ${diffId}`));
  }
  return chain;
}
