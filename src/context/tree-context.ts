import type { Context, ContextSpec } from "./context.ts";
import { gitMode, type Modes } from "./modes.ts";

type TreeSpec = Extract<ContextSpec, { readonly kind: "tree" }>;

/** A context of files that lie in a tree already. Owners are the tree's. */
export function treeContext({ tree, commitTime, sourceTime }: TreeSpec, modes: Modes): Context {
  return {
    commitTime,
    sourceTime,
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
