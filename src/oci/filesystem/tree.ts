import { problem } from "./errors.ts";
import type { Filesystem, Stat } from "./filesystem.ts";
import type { Names } from "./names.ts";
import type { NodeTable } from "./node-table.ts";
import { type ImagePath, showPath } from "./path.ts";

/** Bytes of one file: where they are in the source numbered `source`. */
export interface Extent {
  readonly path: ImagePath;
  readonly source: number;
  readonly row: number;
}

export type OpenExtent = (extent: Extent) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** What a tree asks of its names. They may come only when they are asked for. */
export type TreeNames = Pick<Names, "find" | "child" | "children" | "name" | "kind" | "file" | "inode" | "links">;

/** A finished tree over tables of nodes. */
export class Tree implements Filesystem {
  readonly #names: TreeNames;
  readonly #tables: readonly NodeTable[];
  readonly #open: OpenExtent;
  /** Most look-ups are of siblings. */
  #directory = "";
  #directoryName = 0;

  constructor(names: TreeNames, tables: readonly NodeTable[], open: OpenExtent) {
    this.#names = names;
    this.#tables = tables;
    this.#open = open;
  }

  lstat(path: ImagePath): Stat | undefined {
    const at = this.#find(path);
    if (at === undefined) return undefined;
    const { source, row } = this.#names.file(at);
    return this.#tables[source]!.stat(row, this.#names.inode(at), this.#names.links(at));
  }

  list(path: ImagePath): readonly string[] {
    const at = this.#find(path);
    return at === undefined ? [] : this.#names.children(at).map((child) => this.#names.name(child));
  }

  async *read(path: ImagePath): AsyncIterable<Uint8Array> {
    const at = this.#find(path);
    const kind = at === undefined ? undefined : this.#names.kind(at);
    if (at === undefined || kind !== "file")
      throw problem(
        "filesystem/not-a-file",
        `${showPath(path)} ${kind === undefined ? "does not exist" : `is a ${kind}, not a file`}`,
      );
    yield* this.#open({ path, ...this.#names.file(at) });
  }

  #find(path: string): number | undefined {
    const slash = path.lastIndexOf("/");
    if (path === "") return this.#names.find(path);
    if (slash < 0) return this.#names.child(0, path, 0, path.length) || undefined;
    if (slash !== this.#directory.length || !path.startsWith(this.#directory)) {
      const directory = this.#names.find(path, slash);
      if (directory === undefined) return undefined;
      this.#directory = path.slice(0, slash);
      this.#directoryName = directory;
    }
    return this.#names.child(this.#directoryName, path, slash + 1, path.length) || undefined;
  }
}
