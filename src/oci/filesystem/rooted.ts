import type { Filesystem } from "./filesystem.ts";
import { type ImagePath, join } from "./path.ts";

/** The tree below a directory as a tree of its own: `directory` becomes the root. */
export function rootedAt(tree: Filesystem, directory: ImagePath): Filesystem {
  if (directory === "") return tree;
  const inside = (path: ImagePath): ImagePath => (path === "" ? directory : join(directory, path));
  return {
    lstat: (path) => tree.lstat(inside(path)),
    list: (path) => tree.list(inside(path)),
    read: (path) => tree.read(inside(path)),
  };
}
