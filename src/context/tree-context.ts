import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import type { Context } from "./context.ts";
import { gitMode, type Modes } from "./modes.ts";

/** A context of files that lie in a tree already. Owners are the tree's. */
export function treeContext(tree: Filesystem, modes: Modes, commitTime: Date | undefined): Context {
  return {
    commitTime,
    lstat(path) {
      const stat = tree.lstat(path);
      if (stat === undefined || (modes === "keep" && stat.type !== "symlink")) return stat;
      // Unpacked, a link has all rights, whatever an archive says.
      return { ...stat, mode: gitMode(stat.type, stat.mode) };
    },
    list: (path) => tree.list(path),
    read: (path) => tree.read(path),
    hidden: () => undefined,
    async [Symbol.asyncDispose]() {},
  };
}
