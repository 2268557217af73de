import type { Changeset, Entry } from "../../oci/layer/changeset.ts";
import { diffTrees } from "../../oci/layer/diff-trees.ts";
import type { Disk } from "../../userland/kernel/disk.ts";
import { diskTree } from "../../userland/kernel/disk-tree.ts";

/** What was changed on a disk; a RUN does not change the root itself, as in an overlay. */
export function changesOn(disk: Disk): Changeset {
  const tree = diskTree(disk);
  const changes = diffTrees(disk.base, tree, { isUnchanged: (path) => tree.isUnchanged(path) });
  return {
    *entries(): Generator<Entry> {
      for (const entry of changes.entries() as Iterable<Entry>) if (entry.path !== "") yield entry;
    },
    [Symbol.asyncDispose]: () => changes[Symbol.asyncDispose](),
  };
}
