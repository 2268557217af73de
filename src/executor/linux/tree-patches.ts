import type { Digest } from "../../oci/digest.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, join, parentOf } from "../../oci/filesystem/path.ts";
import { sameXattrs } from "../../oci/filesystem/xattrs.ts";
import type { Changeset } from "../../oci/layer/changeset.ts";
import type { Store } from "../../oci/store/store.ts";
import type { TreePatch } from "./worker/protocol.ts";

/**
 * What brings a tree on disk that has the first `have` of some layers up to all of them. undefined
 * where only unpacking anew would: GNU tar takes no attribute off a directory.
 */
export async function treePatches(
  { layers }: Store,
  diffIds: readonly Digest[],
  have: number,
): Promise<readonly TreePatch[] | undefined> {
  const patches: TreePatch[] = [];
  let before = await layers.tree(diffIds.slice(0, have));
  for (let at = have; at < diffIds.length; at++) {
    const after = await layers.tree(diffIds.slice(0, at + 1));
    await using changes = await layers.changes(diffIds[at]!);
    const patch = await patchOf(before, after, changes);
    if (patch === undefined) return undefined;
    patches.push({ ...patch, tar: layers.tarPath(diffIds[at]!) });
    before = after;
  }
  return patches;
}

async function patchOf(
  before: Filesystem,
  after: Filesystem,
  changes: Changeset,
): Promise<Omit<TreePatch, "tar"> | undefined> {
  const removed: ImagePath[] = [];
  const parents = new Set<ImagePath>();
  for await (const entry of changes.entries()) {
    const { path } = entry;
    if (path !== "") parents.add(parentOf(path));
    const there = before.lstat(path);
    if (there === undefined) continue;
    if (entry.type === "opaque") for (const name of before.list(path)) removed.push(join(path, name));
    else if (entry.type !== "directory" || there.type !== "directory") removed.push(path);
    else if (!sameXattrs(there.xattrs, entry.xattrs)) return undefined;
  }
  // To write into a directory changes its time, which is not the layer's doing.
  const times = [...parents].map((path) => ({ path, mtime: after.lstat(path)!.mtime }));
  return { removed, times };
}
