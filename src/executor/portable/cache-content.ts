import type { Filesystem, Stat } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, join, root } from "../../oci/filesystem/path.ts";
import { treeBuilder } from "../../oci/filesystem/tree-builder.ts";
import type { CacheMount } from "../executor.ts";

/** Where in its tree a cache has what it shows: that may be a file. */
export const data = "data" as ImagePath;

/** What a cache begins with. `now` in seconds. */
export async function firstContent({ base, owner }: CacheMount, now: number): Promise<Filesystem> {
  if (base !== undefined) return shownBelow(await base.snapshot.tree(), base.path as ImagePath);
  const builder = treeBuilder();
  builder.add(data, { type: "directory", ...owner, mtime: now, size: 0 });
  return builder.build(() => []);
}

/** A tree that has nothing but `data`, which is what another tree has at `from`. */
function shownBelow(tree: Filesystem, from: ImagePath): Filesystem {
  const inside = (path: ImagePath): ImagePath | undefined => {
    if (path === data) return from;
    return path.startsWith(`${data}/`) ? (join(from, path.slice(data.length + 1)) as ImagePath) : undefined;
  };
  const top: Stat = { type: "directory", mode: 0o755, uid: 0, gid: 0, mtime: 0, size: 0, inode: -1, links: 3 };
  const none: AsyncIterable<Uint8Array> = (async function* () {})();
  return {
    lstat: (path) => {
      const at = inside(path);
      return path === root ? top : at === undefined ? undefined : tree.lstat(at);
    },
    list: (path) => {
      const at = inside(path);
      return path === root ? [data] : at === undefined ? [] : tree.list(at);
    },
    read: (path) => {
      const at = inside(path);
      return at === undefined ? none : tree.read(at);
    },
  };
}
