import type { Filesystem, Stat } from "../../oci/filesystem/filesystem.ts";
import { problem } from "../../oci/filesystem/errors.ts";
import { type ImagePath, nameOf, parentOf, showPath } from "../../oci/filesystem/path.ts";
import type { Disk } from "./disk.ts";
import { isWritten, type Node } from "./node.ts";

/** A disk as it is now, for reading: valid until it changes. Times are whole seconds, floored. `isUnchanged` says of a
 * directory that it and all below are as in the tree below; it may not know. */
export function diskTree(disk: Disk): Filesystem & { isUnchanged(path: ImagePath): boolean } {
  const find = (path: ImagePath): Node | undefined => {
    let node: Node | undefined = disk.root;
    if (path === "") return node;
    for (const name of path.split("/")) {
      node = node?.type === "directory" ? disk.child(node, name) : undefined;
      if (node === undefined) return undefined;
    }
    return node;
  };
  return {
    lstat: (path) => {
      const parent = find(parentOf(path));
      if (parent?.type !== "directory") return undefined;
      const untouched = path === "" ? undefined : disk.untouched(parent, nameOf(path));
      if (untouched !== undefined) return untouched;
      const node = path === "" ? parent : disk.child(parent, nameOf(path));
      return node && statOf(node);
    },
    isUnchanged: (path) => {
      const node = find(path);
      return node !== undefined && disk.isUnchanged(path, node);
    },
    list: (path) => {
      const node = find(path);
      return node?.type === "directory" ? disk.names(node) : [];
    },
    read: async function* (path) {
      const node = find(path);
      if (node?.type === "file") return yield* disk.contentOf(node);
      throw problem("filesystem/not-a-file", `${showPath(path)} is not a file`);
    },
  };
}

const second = 1_000_000_000n;

const floored = (time: bigint): number => Number((time - (((time % second) + second) % second)) / second);

function statOf(node: Node): Stat {
  const { type, mode, uid, gid, inode, links, content } = node;
  const digest = isWritten(content) ? content.digest() : content?.digest;
  return {
    ...{ type, mode, uid, gid, inode, links, mtime: floored(node.mtime), size: content?.size ?? 0 },
    ...(type === "symlink" ? { target: node.target } : {}),
    ...(node.special === undefined ? {} : { device: node.special }),
    ...(node.xattrs.size === 0 ? {} : { xattrs: node.xattrs }),
    ...(digest === undefined ? {} : { digest }),
  };
}
