import { limits } from "../../limits.ts";
import { problem } from "./errors.ts";
import type { Filesystem, Stat } from "./filesystem.ts";
import { type ImagePath, join, nameOf, parentOf, root, showPath } from "./path.ts";

export interface Resolved {
  /** Where the path leads: no parent of it is a symlink. */
  readonly path: ImagePath;
  /** undefined where there is nothing. */
  readonly stat: Stat | undefined;
}

/**
 * Where `path` leads in a tree, as the kernel would find it with the tree as its root: symlinks in
 * parents are followed, the last one where `followLast` says so (the default); absolute targets
 * begin at the tree's root and ".." stops there (CVE-2021-29136, CVE-2024-9676). `path` may hold
 * "." and "..", which count after the links before them. What does not exist is taken as it is
 * written. Throws `filesystem/too-many-links` after 40 links and `filesystem/not-a-directory`.
 */
export function resolvePath(
  fs: Pick<Filesystem, "lstat">,
  path: string,
  { followLast = true }: { readonly followLast?: boolean } = {},
): Resolved {
  const pending = path.split("/").reverse();
  let at = root;
  let stat = fs.lstat(root);
  let links = 0;
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === "" || name === ".") continue;
    if (stat !== undefined && stat.type !== "directory")
      throw problem("filesystem/not-a-directory", `${showPath(at)} is a ${stat.type}, not a directory`);
    if (name === "..") {
      at = parentOf(at);
      stat = fs.lstat(at);
      continue;
    }
    const next = join(at, name);
    const found = stat === undefined ? undefined : fs.lstat(next);
    if (found?.type === "symlink" && (followLast || pending.length > 0)) {
      if (++links > limits.symlinksFollowed)
        throw problem("filesystem/too-many-links", `${showPath(path as ImagePath)} leads through more than 40 links`);
      const target = found.target ?? "";
      pending.push(...target.split("/").reverse());
      if (target.startsWith("/")) at = root;
      stat = fs.lstat(at);
      continue;
    }
    at = next;
    stat = found;
  }
  return { path: at, stat };
}

/**
 * Where something called `path` would be made: its parent resolved, its own name left alone. The
 * parent need not exist.
 */
export function resolveParent(
  fs: Filesystem,
  path: ImagePath,
): { readonly parent: Resolved; readonly path: ImagePath } {
  const parent = resolvePath(fs, parentOf(path));
  return { parent, path: path === "" ? root : join(parent.path, nameOf(path)) };
}
