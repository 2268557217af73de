import type { Filesystem, Stat } from "../../oci/filesystem/filesystem.ts";
import { problem } from "../../oci/filesystem/errors.ts";
import { type ImagePath, showPath } from "../../oci/filesystem/path.ts";
import type { Disk } from "./disk.ts";
import { isWritten, type Node } from "./node.ts";

/** A disk as it is now, for reading: valid until it changes. Times are whole seconds, floored. */
export function diskTree(disk: Disk): Filesystem {
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
      const node = find(path);
      return node && statOf(node);
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
