import type { Digest } from "../digest.ts";
import { problem } from "./errors.ts";
import type { Filesystem, Stat } from "./filesystem.ts";
import { Names } from "./names.ts";
import { NodeTable } from "./node-table.ts";
import { type ImagePath, nameOf, parentOf, showPath } from "./path.ts";
import { Tree } from "./tree.ts";

/** What is told of a new file: a `Stat` without what the tree itself knows. */
export type NewStat = Omit<Stat, "inode" | "links">;

/** A file whose content is wanted. */
export interface ContentRef {
  readonly path: ImagePath;
  /** The number that `add` was given. */
  readonly offset: number;
  readonly size: number;
}

/**
 * Makes a `Filesystem` from files that are named one by one, for instance by a walk of a directory:
 * about 130 bytes for each, so half a million fit in 65 MB. Missing parents become directories of
 * mode 0755, owned by 0:0, with time 0; a later `add` of the same directory describes it.
 */
export interface TreeBuilder {
  /**
   * Adds a name, or describes the directory (or root, "") that is there. `offset` is handed back
   * when the content is opened: an offset, a number of your own, or nothing where the path is enough.
   * Throws `filesystem/not-a-directory` where a parent is not a directory, and a plain error (a bug)
   * for a name given twice that is not a directory both times.
   */
  add(path: ImagePath, stat: NewStat, offset?: number): void;
  /** Another name for a file that was added: one inode, links counted. */
  link(path: ImagePath, target: ImagePath): void;
  /** The tree; nothing may be added afterwards. `open` may be called any number of times for a file. */
  build(open: (content: ContentRef) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>): MutableDigests;
}

/** A tree whose digests may come later: hashing half a million files before one is copied would be waste. */
export interface MutableDigests extends Filesystem {
  /** From now on `lstat(path).digest` is `digest`. The file must be there. */
  setDigest(path: ImagePath, digest: Digest): void;
}

export function treeBuilder(): TreeBuilder {
  const table = new NodeTable();
  const names = new Names([table]);
  let lastDirectory = "" as ImagePath;
  let lastParent = 0;

  const find = (path: string): number | undefined => {
    let at = 0;
    if (path === "") return at;
    for (let from = 0; from <= path.length;) {
      const slash = path.indexOf("/", from);
      const to = slash < 0 ? path.length : slash;
      at = names.child(at, path, from, to);
      if (at === 0) return undefined;
      from = to + 1;
    }
    return at;
  };

  const parentFor = (path: ImagePath): number => {
    const directory = parentOf(path);
    if (directory === lastDirectory) return lastParent;
    let at = find(directory);
    if (at === undefined) {
      const parent = parentFor(directory);
      const ref = {
        source: 0,
        row: table.add({ kind: "directory", directory: "", name: nameOf(directory), mode: 0o755 }),
      };
      at = names.add(parent, ref, ref);
    }
    if (!names.isDirectory(at))
      throw problem(
        "filesystem/not-a-directory",
        `${showPath(path)} is below ${showPath(directory)}, which is no directory`,
      );
    lastDirectory = directory;
    lastParent = at;
    return at;
  };

  const addRow = (name: string, stat: NewStat, offset: number) => {
    const { type: kind, mode, uid, gid, mtime, size, target, device, xattrs, digest } = stat;
    const node = { kind, directory: "", name, mode, uid, gid, mtime, size, offset, target, device, xattrs, digest };
    return { source: 0, row: table.add(node) };
  };

  return {
    add(path, stat, offset = 0) {
      if (path === "") return names.describe(0, addRow("", stat, offset));
      const name = nameOf(path);
      const parent = parentFor(path);
      const known = names.child(parent, name, 0, name.length);
      if (known === 0) {
        const ref = addRow(name, stat, offset);
        names.add(parent, ref, ref);
      } else if (names.isDirectory(known) && stat.type === "directory")
        names.describe(known, addRow(name, stat, offset));
      else throw new Error(`${showPath(path)} was added twice`);
    },
    link(path, target) {
      const file = find(target);
      const name = nameOf(path);
      const parent = parentFor(path);
      if (file === undefined || names.isDirectory(file) || names.child(parent, name, 0, name.length) !== 0)
        throw new Error(`${showPath(path)} cannot be a link to ${showPath(target)}`);
      const row = table.add({ kind: "hardlink", directory: "", name });
      names.add(parent, { source: 0, row }, names.file(file));
    },
    build(open) {
      table.trim();
      const tree = new Tree(names, [table], ({ path, row }) =>
        open({ path, offset: table.offset(row), size: table.size(row) }),
      );
      return Object.assign(tree, {
        setDigest(path: ImagePath, digest: Digest) {
          table.setDigest(names.file(find(path)!).row, digest);
        },
      });
    },
  };
}
