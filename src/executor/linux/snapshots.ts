import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Ctx } from "../../ctx.ts";
import { digestOf, hexOf, type Digest } from "../../oci/digest.ts";
import type { Store } from "../../oci/store/store.ts";
import type { Mode } from "./namespace.ts";
import { unpackJob } from "./unpack-job.ts";
import { perform } from "./worker-process.ts";

/**
 * Layers unpacked for overlay, one directory each, made once and never changed after. They are
 * named by chain (image-spec, config.md, "Layer ChainID"): a layer that does not describe the
 * directories it goes through shows those of the layers beneath.
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
  const works = join(store.snapshots, mode, "work");
  let swept: Promise<void> | undefined;
  const making = new Map<string, Promise<void>>();
  const make = async (diffIds: readonly Digest[], target: string, ctx: Ctx): Promise<void> => {
    if (existsSync(target)) return;
    const job = await unpackJob(store, diffIds, target, mode);
    await perform(job, mode, {}, ctx);
  };
  return {
    workDirectory: (scratch) => join(works, `${basename(dirname(scratch))}.${basename(scratch)}`),
    sweep: (scratch, ctx) => (swept ??= sweepDead(works, dirname(dirname(scratch)), mode, ctx)),
    ensure: (diffIds, ctx) =>
      Promise.all(
        chainIds(diffIds).map(async (chainId, i) => {
          const target = join(store.snapshots, mode, hexOf(chainId));
          const made = making.get(target) ?? make(diffIds.slice(0, i + 1), target, ctx);
          making.set(target, made);
          await made.finally(() => making.delete(target));
          return target;
        }),
      ),
  };
}

/** A work directory is dead when the scratch directory it is named after is gone. */
async function sweepDead(works: string, scratches: string, mode: Mode, ctx: Ctx): Promise<void> {
  const names = existsSync(works) ? readdirSync(works) : [];
  const dead = names.filter((name) => !existsSync(join(scratches, ...name.split("."))));
  if (dead.length === 0) return;
  await perform({ job: "remove", paths: dead.map((name) => join(works, name)) }, mode, {}, ctx);
}

function chainIds(diffIds: readonly Digest[]): Digest[] {
  const chain: Digest[] = [];
  for (const diffId of diffIds) {
    const below = chain.at(-1);
    chain.push(below === undefined ? diffId : digestOf(`${below} ${diffId}`));
  }
  return chain;
}
