import { type Digest, digestOf } from "../oci/digest.ts";
import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import type { Changeset } from "../oci/layer/changeset.ts";
import type { Store } from "../oci/store/store.ts";

/** Raised when the meaning of a snapshot changes: old ones are then fetched anew. */
const version = "djib-source/1";

/** The name of what was fetched: the hash of everything that decides what it is. Holds no secret. */
export const snapshotKey = (fields: Readonly<Record<string, unknown>>): Digest =>
  digestOf(JSON.stringify([version, fields]));

type Snapshots = Pick<Store, "steps" | "layers">;

/** What was fetched before, as the tree it was kept as; undefined where the store does not have it (any more). */
export async function keptSnapshot(key: Digest, { steps, layers }: Snapshots): Promise<Filesystem | undefined> {
  const record = await steps.get(key);
  return record === undefined ? undefined : layers.tree([record.layer.diffId]);
}

/**
 * Keeps what was fetched as a layer of the store, which is collected as the layers of cached steps
 * are, under one or several names. `title` is for people.
 */
export async function keepSnapshot(
  keys: readonly Digest[],
  changes: Changeset,
  title: string,
  { steps, layers }: Snapshots,
): Promise<Filesystem> {
  const layer = await layers.seal(changes);
  await Promise.all(keys.map((key) => steps.put(key, { layer, createdBy: title })));
  return layers.tree([layer.diffId]);
}
