import { existsSync } from "node:fs";
import type { Digest } from "../../oci/digest.ts";
import type { Changeset } from "../../oci/layer/changeset.ts";
import type { Machine } from "./machine.ts";
import { stamps } from "./stamps.ts";
import type { Worker } from "./worker-process.ts";

/**
 * Makes what a RUN wrote, which its worker still has, the snapshot of the layer that it was sealed
 * to, the last of `diffIds`: with that layer's times and bytes, as if it had been unpacked. Nothing
 * is kept where the two differ by more than that.
 */
export async function adopt(
  { store, snapshots }: Pick<Machine, "store" | "snapshots">,
  worker: Worker,
  own: Changeset,
  diffIds: readonly Digest[],
): Promise<void> {
  const target = snapshots.directory(diffIds);
  if (existsSync(target)) return;
  await using sealed = await store.layers.changes(diffIds.at(-1)!);
  // The worker stamps while the next are compared.
  let stamping = Promise.resolve();
  for await (const files of stamps(own, sealed)) {
    await stamping;
    if (files === undefined) return;
    stamping = worker.perform({ job: "stamp", files });
    stamping.catch(() => undefined);
  }
  await stamping;
  await worker.perform({ job: "adopt", target });
}
