import { Names, type Ref } from "../filesystem/names.ts";
import type { NodeTable } from "../filesystem/node-table.ts";
import { type ImagePath, join, nameOf } from "../filesystem/path.ts";
import type { LayerIndex } from "./layer-index.ts";
import type { Directory } from "./directories.ts";

/**
 * The names of plain layers merged, a directory at a time: its names come when it is first looked
 * into. Only what is asked for counts, so a look at one file costs the directories that lead to it.
 */
export class LazyNames extends Names {
  readonly #made: NodeTable;
  readonly #layers: readonly LayerIndex[];
  /** Directories whose names have not come yet, with the first layer that counts in them. */
  readonly #closed = new Map<number, number>([[0, 0]]);
  readonly #links = new Map<number, number>();

  constructor(made: NodeTable, layers: readonly LayerIndex[]) {
    super([made, ...layers.map(({ nodes }) => nodes)]);
    this.#made = made;
    this.#layers = layers;
  }

  override child(parent: number, text: string, from: number, to: number): number {
    this.#open(parent);
    return super.child(parent, text, from, to);
  }

  override find(path: string, end?: number): number | undefined {
    // Only a layer's own entry for the root describes it, and that is among the names in the root.
    this.#open(0);
    return super.find(path, end);
  }

  override children(directory: number): number[] {
    this.#open(directory);
    return super.children(directory);
  }

  override links(at: number): number {
    if (this.isDirectory(at)) {
      this.#open(at);
      return super.links(at);
    }
    const { source, row } = this.file(at);
    const { directories, nodes } = this.#layers[source - 1]!;
    const names = directories.namesOf(row);
    if (names === undefined) return 1;
    const inode = this.inode(at);
    const known = this.#links.get(inode);
    if (known !== undefined) return known;
    const live = new Set(names.map((name) => this.find(nodes.path(name))));
    const links = [...live].filter((one) => one !== undefined && this.inode(one) === inode).length;
    this.#links.set(inode, links);
    return links;
  }

  #open(directory: number): void {
    const first = this.#closed.get(directory);
    if (first === undefined) return;
    this.#closed.delete(directory);
    const path = this.#pathOf(directory);
    for (let layer = first; layer < this.#layers.length; layer++) {
      const found = this.#layers[layer]!.directories.at(path);
      if (found === undefined) continue;
      if (found.hides && layer > first) this.#hide(directory, found, layer);
      this.#put(directory, found, layer);
    }
  }

  #pathOf(directory: number): ImagePath {
    let path = "" as ImagePath;
    for (let at = directory; at !== 0; at = this.parent(at))
      path = path === "" ? (this.name(at) as ImagePath) : join(this.name(at) as ImagePath, path);
    return path;
  }

  /** What a layer takes away of those below. */
  #hide(directory: number, { runs }: Directory, layer: number): void {
    const { nodes } = this.#layers[layer]!;
    for (let i = 0; i < runs.length; i += 2)
      for (let row = runs[i]!; row < runs[i + 1]!; row++) {
        const kind = nodes.kind(row);
        if (kind !== "whiteout" && kind !== "opaque") continue;
        const name = nodes.name(row);
        if (name === "") for (const child of super.children(directory)) this.#remove(child);
        const known = super.child(directory, name, 0, name.length);
        if (kind === "whiteout") this.#remove(known);
        else if (known !== 0 && this.isDirectory(known)) this.#closed.set(known, layer);
      }
  }

  /** What a layer adds. */
  #put(directory: number, { runs, inner }: Directory, layer: number): void {
    const { nodes } = this.#layers[layer]!;
    const source = layer + 1;
    for (let i = 0; i < runs.length; i += 2)
      for (let row = runs[i]!; row < runs[i + 1]!; row++) {
        const kind = nodes.kind(row);
        if (kind === "whiteout" || kind === "opaque") continue;
        const file = kind === "hardlink" ? nodes.linked(row) : row;
        this.#putOne(directory, nodes.name(row), { source, row }, { source, row: file });
      }
    for (const path of inner) this.#imply(directory, nameOf(path), layer);
  }

  #putOne(directory: number, name: string, entry: Ref, file: Ref): void {
    if (name === "") return this.describe(0, entry);
    const known = super.child(directory, name, 0, name.length);
    const isDirectory = this.#layers[entry.source - 1]!.nodes.isDirectory(file.row);
    if (known !== 0 && isDirectory && this.isDirectory(known)) return this.describe(known, entry);
    this.#remove(known);
    const at = this.add(directory, entry, file);
    if (isDirectory) this.#closed.set(at, entry.source - 1);
  }

  /** A directory that entries of a layer are in; it may have none of its own. */
  #imply(directory: number, name: string, layer: number): void {
    const known = super.child(directory, name, 0, name.length);
    if (known !== 0 && this.isDirectory(known)) return;
    this.#remove(known);
    const row = this.#made.add({ kind: "directory", directory: "", name, mode: 0o755 });
    const ref = { source: 0, row };
    this.#closed.set(this.add(directory, ref, ref), layer);
  }

  #remove(at: number): void {
    if (at === 0) return;
    this.remove(at);
    this.#closed.delete(at);
  }
}
