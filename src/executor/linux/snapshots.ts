import { existsSync } from "node:fs";
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
}

export const overlayOptions = (mode: Mode): string =>
  `${mode === "root" ? "" : "userxattr,"}redirect_dir=nofollow,metacopy=off,index=off`;

export function snapshots(store: Store, mode: Mode): Snapshots {
  const making = new Map<string, Promise<void>>();
  const make = async (diffIds: readonly Digest[], target: string, ctx: Ctx): Promise<void> => {
    if (existsSync(target)) return;
    const job = await unpackJob(store, diffIds, target, mode);
    await perform(job, mode, {}, ctx);
  };
  return {
    workDirectory: (scratch) =>
      join(store.snapshots, mode, "work", `${basename(dirname(scratch))}.${basename(scratch)}`),
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

function chainIds(diffIds: readonly Digest[]): Digest[] {
  const chain: Digest[] = [];
  for (const diffId of diffIds) {
    const below = chain.at(-1);
    chain.push(below === undefined ? diffId : digestOf(`${below} ${diffId}`));
  }
  return chain;
}
