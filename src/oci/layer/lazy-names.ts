import { Names, type Ref } from "../filesystem/names.ts";
import type { NodeTable } from "../filesystem/node-table.ts";
import { type Directories, hiding, made } from "./directories.ts";

/** A layer that can be merged a directory at a time. */
export interface PlainLayer {
  readonly nodes: NodeTable;
  readonly directories: Directories;
}

/**
 * The names of plain layers merged, a directory at a time: its names come when it is first looked
 * into. Only what is asked for counts, so a look at one file costs the directories that lead to it.
 */
export class LazyNames extends Names {
  readonly #made: NodeTable;
  readonly #layers: readonly PlainLayer[];
  /** What layers say of a directory whose names have not come yet: pairs of a layer and a directory in it, bottom first. */
  readonly #closed = new Map<number, number[]>();
  readonly #links = new Map<number, number>();

  /** Table 0 is the tree's own, the others those of the layers. */
  constructor(tables: readonly NodeTable[], layers: readonly PlainLayer[]) {
    super(tables);
    this.#made = tables[0]!;
    this.#layers = layers;
    this.#closed.set(
      0,
      layers.flatMap((_, layer) => [layer, 0]),
    );
  }

  override child(parent: number, text: string, from: number, to: number): number {
    this.#open(parent);
    return super.child(parent, text, from, to);
  }

  override find(path: string, end?: number): number | undefined {
    // What describes the root is among the names in it.
    this.#open(0);
    return super.find(path, end);
  }

  override children(directory: number): number[] {
    this.#open(directory);
    return super.children(directory);
  }

  override links(at: number): number {
    if (!this.isDirectory(at)) return this.#linksOfFile(at);
    this.#open(at);
    return super.links(at);
  }

  /** Of the names that its layer gave a file those that are left: one may be gone while another is not. */
  #linksOfFile(at: number): number {
    const { source, row } = this.file(at);
    const { directories, nodes } = this.#layers[source - 1]!;
    const names = directories.namesOf(row);
    if (names === undefined) return 1;
    const inode = this.inode(at);
    const known = this.#links.get(inode);
    if (known !== undefined) return known;
    const there = new Set(names.map((name) => this.find(nodes.path(name))));
    const links = [...there].filter((one) => one !== undefined && this.inode(one) === inode).length;
    this.#links.set(inode, links);
    return links;
  }

  #open(directory: number): void {
    const parts = this.#closed.get(directory);
    if (parts === undefined) return;
    this.#closed.delete(directory);
    for (let i = 0; i < parts.length; i += 2) {
      const [layer, part] = [parts[i]!, parts[i + 1]!];
      const { nodes, directories } = this.#layers[layer]!;
      if (i > 0 && directories.is(part, hiding)) this.#hide(directory, nodes, directories.rows(part));
      for (const row of directories.rows(part)) this.#put(directory, nodes, row, layer + 1);
      for (const inner of directories.inner(part)) this.#pass(directory, directories, inner, layer);
    }
  }

  /** Takes away what a layer hides of those below. */
  #hide(directory: number, nodes: NodeTable, rows: Iterable<number>): void {
    for (const row of rows) {
      const kind = nodes.kind(row);
      if (kind !== "whiteout" && kind !== "opaque") continue;
      const name = nodes.name(row);
      if (name === "") for (const child of super.children(directory)) this.#remove(child);
      const known = super.child(directory, name, 0, name.length);
      if (kind === "whiteout") this.#remove(known);
      else this.#closed.delete(known);
    }
  }

  #put(directory: number, nodes: NodeTable, row: number, source: number): void {
    const kind = nodes.kind(row);
    if (kind === "whiteout" || kind === "opaque") return;
    const entry = { source, row };
    const name = nodes.name(row);
    if (name === "") return this.describe(0, entry);
    const known = super.child(directory, name, 0, name.length);
    if (known !== 0 && kind === "directory" && this.isDirectory(known)) return this.describe(known, entry);
    this.#remove(known);
    const file: Ref = kind === "hardlink" ? { source, row: nodes.linked(row) } : entry;
    this.add(directory, entry, file);
  }

  /** Notes what a layer has in a directory of this one, and makes that one if it must. */
  #pass(directory: number, directories: Directories, inner: number, layer: number): void {
    const name = directories.name(inner);
    let at = super.child(directory, name, 0, name.length);
    if (at === 0 || !this.isDirectory(at)) {
      if (!directories.is(inner, made)) return;
      this.#remove(at);
      const row = this.#made.add({ kind: "directory", directory: "", name, mode: 0o755 });
      at = this.add(directory, { source: 0, row }, { source: 0, row });
    }
    const parts = this.#closed.get(at);
    if (parts === undefined) this.#closed.set(at, [layer, inner]);
    else parts.push(layer, inner);
  }

  #remove(at: number): void {
    if (at === 0) return;
    this.remove(at);
    this.#closed.delete(at);
  }
}
