import { limits } from "../../limits.ts";
import type { Filesystem } from "../filesystem/filesystem.ts";
import { Names, type Ref } from "../filesystem/names.ts";
import { NodeTable } from "../filesystem/node-table.ts";
import { type ImagePath, showPath } from "../filesystem/path.ts";
import { Tree } from "../filesystem/tree.ts";
import { contentOf } from "./content-of.ts";
import { problem } from "./errors.ts";
import type { LayerSource } from "./layer-index.ts";

/**
 * Merges every entry of every layer in order, as the tars have them. What `mergeTree` says holds for
 * whatever a tar may be; plain layers are merged faster by `LazyNames`.
 */
export function mergeEagerly(layers: readonly LayerSource[]): Filesystem {
  const tables = [new NodeTable(), ...layers.map(({ index }) => index.nodes)];
  const names = new Names(tables);
  layers.forEach(({ index }, i) => new Merger(names, tables[0]!, index.nodes, i + 1).merge());
  tables[0]!.trim();
  return new Tree(names, tables, ({ source, row }) => contentOf(tables[source]!, row, layers[source - 1]!.openRange));
}

/** Puts one layer onto what is there. */
class Merger {
  readonly #names: Names;
  readonly #made: NodeTable;
  readonly #nodes: NodeTable;
  readonly #source: number;
  /** The parent of the last entry, until something is removed. */
  #directory = -1;
  #parent = 0;

  constructor(names: Names, made: NodeTable, nodes: NodeTable, source: number) {
    this.#names = names;
    this.#made = made;
    this.#nodes = nodes;
    this.#source = source;
  }

  merge(): void {
    for (let row = 0; row < this.#nodes.count; row++) {
      const kind = this.#nodes.kind(row);
      if (kind === "whiteout") this.#remove(this.#find(this.#nodes.path(row)));
      if (kind === "opaque") this.#empty(this.#nodes.path(row));
    }
    for (let row = 0; row < this.#nodes.count; row++) {
      const kind = this.#nodes.kind(row);
      if (kind !== "whiteout" && kind !== "opaque") this.#add(row);
    }
  }

  #add(row: number): void {
    const ref = { source: this.#source, row };
    const name = this.#nodes.name(row);
    if (name === "") return this.#names.describe(0, ref);
    const parent = this.#parentOf(row);
    const isLink = this.#nodes.kind(row) === "hardlink";
    const known = this.#names.child(parent, name, 0, name.length);
    if (known !== 0 && this.#names.isDirectory(known) && this.#nodes.isDirectory(row))
      return this.#names.describe(known, ref);
    if (known !== 0 && isLink && sameRef(this.#names.file(known), this.#linked(row))) return;
    this.#remove(known);
    this.#names.add(parent, ref, isLink ? this.#linked(row) : ref);
  }

  #linked(row: number): Ref {
    const target = this.#nodes.target(row) as ImagePath;
    const at = this.#find(target, true);
    if (at === 0 || this.#names.isDirectory(at))
      throw problem(
        "layer/bad-entry",
        `the hard link ${showPath(this.#nodes.path(row))} is to ${showPath(target)}, which is ${at === 0 ? "not there" : "a directory"}`,
      );
    return this.#names.file(at);
  }

  #parentOf(row: number): number {
    const number = this.#nodes.directoryNumber(row);
    if (number !== this.#directory) {
      this.#parent = this.#directoryAt(this.#nodes.directory(row));
      this.#directory = number;
    }
    return this.#parent;
  }

  /** The directory that entries of this layer below `path` go to, made where it is missing. */
  #directoryAt(path: ImagePath): number {
    const pending = path === "" ? [] : path.split("/").reverse();
    let at = 0;
    let depth = 0;
    let links = 0;
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (name === "" || name === ".") continue;
      if (name === "..") {
        at = this.#names.parent(at);
        depth = Math.max(0, depth - 1);
        continue;
      }
      const next = this.#names.child(at, name, 0, name.length);
      if (next !== 0 && this.#names.kind(next) === "symlink" && this.#isOfThisLayer(next)) {
        if (++links > limits.symlinksFollowed)
          throw problem(
            "layer/bad-entry",
            `${showPath(path)} leads through more than ${limits.symlinksFollowed} links`,
          );
        const target = this.#names.target(next);
        if (target.startsWith("/")) [at, depth] = [0, 0];
        pending.push(...target.split("/").reverse());
        continue;
      }
      if (++depth > limits.pathDepth) throw problem("layer/bad-entry", `${showPath(path)} is too deep`);
      at = this.#stepInto(at, next, name, path);
    }
    return at;
  }

  #stepInto(parent: number, next: number, name: string, path: ImagePath): number {
    if (next !== 0 && this.#names.isDirectory(next)) return next;
    if (next !== 0 && this.#isOfThisLayer(next))
      throw problem("layer/bad-entry", `an entry lies below ${showPath(path)}, where the layer has no directory`);
    this.#remove(next);
    const row = this.#made.add({ kind: "directory", directory: "", name, mode: 0o755 });
    const ref = { source: 0, row };
    return this.#names.add(parent, ref, ref);
  }

  #isOfThisLayer(at: number): boolean {
    return this.#names.entry(at).source === this.#source;
  }

  /** Number of a name, 0 where there is none. Symlinks in parents are followed where `links` says so. */
  #find(path: ImagePath, links = false): number {
    const pending = path.split("/").reverse();
    let at = 0;
    let followed = 0;
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (name === "" || name === ".") continue;
      if (name === "..") at = this.#names.parent(at);
      else {
        const next = this.#names.child(at, name, 0, name.length);
        if (next === 0) return 0;
        if (links && pending.length > 0 && this.#names.kind(next) === "symlink") {
          if (++followed > limits.symlinksFollowed) return 0;
          const target = this.#names.target(next);
          if (target.startsWith("/")) at = 0;
          pending.push(...target.split("/").reverse());
        } else at = next;
      }
    }
    return at;
  }

  #remove(at: number): void {
    if (at === 0) return;
    this.#names.remove(at);
    this.#directory = -1;
  }

  #empty(path: ImagePath): void {
    const directory = this.#find(path);
    if (directory === 0 && path !== "") return;
    for (const child of this.#names.children(directory)) this.#remove(child);
  }
}

const sameRef = (a: Ref, b: Ref): boolean => a.source === b.source && a.row === b.row;
