import type { Digest } from "../digest.ts";
import { problem } from "./errors.ts";
import type { Filesystem, Stat } from "./filesystem.ts";
import { Names, type Ref } from "./names.ts";
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

export const treeBuilder = (): TreeBuilder => new Builder();

class Builder implements TreeBuilder {
  readonly #table = new NodeTable();
  readonly #names = new Names([this.#table]);
  #directory = "";
  #parent = 0;

  add(path: ImagePath, stat: NewStat, offset = 0): void {
    if (path === "") return this.#names.describe(0, this.#addRow("", stat, offset));
    const name = nameOf(path);
    const parent = this.#parentFor(path);
    const known = this.#names.child(parent, name, 0, name.length);
    if (known === 0) {
      const ref = this.#addRow(name, stat, offset);
      this.#names.add(parent, ref, ref);
    } else if (this.#names.isDirectory(known) && stat.type === "directory")
      this.#names.describe(known, this.#addRow(name, stat, offset));
    else throw new Error(`${showPath(path)} was added twice`);
  }

  link(path: ImagePath, target: ImagePath): void {
    const file = this.#names.find(target);
    const name = nameOf(path);
    const parent = this.#parentFor(path);
    if (file === undefined || this.#names.isDirectory(file) || this.#names.child(parent, name, 0, name.length) !== 0)
      throw new Error(`${showPath(path)} cannot be a link to ${showPath(target)}`);
    const row = this.#table.add({ kind: "hardlink", directory: "", name });
    this.#names.add(parent, { source: 0, row }, this.#names.file(file));
  }

  build(open: Parameters<TreeBuilder["build"]>[0]): MutableDigests {
    const [table, names] = [this.#table, this.#names];
    table.trim();
    const tree = new Tree(names, [table], ({ path, row }) =>
      open({ path, offset: table.offset(row), size: table.size(row) }),
    );
    const setDigest = (path: ImagePath, digest: Digest) => table.setDigest(names.file(names.find(path)!).row, digest);
    return Object.assign(tree, { setDigest });
  }

  /** The directory that `path` is in, made where it is missing. */
  #parentFor(path: ImagePath): number {
    const directory = parentOf(path);
    if (directory === this.#directory) return this.#parent;
    let at = this.#names.find(directory);
    if (at === undefined) {
      const parent = this.#parentFor(directory);
      const row = this.#table.add({ kind: "directory", directory: "", name: nameOf(directory), mode: 0o755 });
      at = this.#names.add(parent, { source: 0, row }, { source: 0, row });
    }
    if (!this.#names.isDirectory(at))
      throw problem(
        "filesystem/not-a-directory",
        `${showPath(path)} is below ${showPath(directory)}, which is no directory`,
      );
    this.#directory = directory;
    return (this.#parent = at);
  }

  #addRow(name: string, stat: NewStat, offset: number): Ref {
    const { type: kind, mode, uid, gid, mtime, size, target, device, xattrs, digest } = stat;
    const node = { kind, directory: "", name, mode, uid, gid, mtime, size, offset, target, device, xattrs, digest };
    return { source: 0, row: this.#table.add(node) };
  }
}
