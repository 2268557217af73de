import { randomInt } from "node:crypto";
import type { Kind } from "./node.ts";
import { NodeTable } from "./node-table.ts";
import { Rows } from "./rows.ts";

const word = { parent: 0, sources: 1, entry: 2, file: 3, child: 4, next: 5, chain: 6, subdirectories: 7 };
const width = 8;
const sorted = 0x8000_0000;
const removed = 0xffff_ffff;

/** A row of one of the tables. */
export interface Ref {
  readonly source: number;
  readonly row: number;
}

/**
 * The names of a tree, 32 bytes each and a hash table of four to eight: which name is in which
 * directory and which file it is. The name itself is that of row `entry`, the file row `file`, which
 * differ for hard links. Name 0 is the root; as a number elsewhere it means "none". `LazyNames`
 * extends it with names that come when they are asked for.
 */
export class Names {
  readonly #tables: readonly NodeTable[];
  readonly #rows = new Rows(width);
  readonly #links = new Map<number, number>();
  /** Whoever names the files in a layer must not be able to choose colliding names. */
  readonly #seed = randomInt(2 ** 31);
  readonly #firstInodes: readonly number[];
  #buckets = new Uint32Array(64);
  #live = 0;

  /** Table 0 is the tree's own, which may still grow; the root is made in it. */
  constructor(tables: readonly NodeTable[]) {
    this.#tables = tables;
    let next = 1;
    const firsts = tables.slice(1).map((table) => (next += table.count) - table.count);
    this.#firstInodes = [next, ...firsts];
    const row = tables[0]!.add({ kind: "directory", directory: "", name: "", mode: 0o755 });
    this.#setRefs(this.#rows.add(), { source: 0, row }, { source: 0, row });
  }

  /** The name `text.slice(from, to)` in a directory; 0 where there is none. */
  child(parent: number, text: string, from: number, to: number): number {
    const rows = this.#rows;
    let at = this.#buckets[this.#hash(parent, text, from, to) & (this.#buckets.length - 1)]!;
    for (; at !== 0; at = rows.get(at, word.chain)) {
      if (rows.get(at, word.parent) !== parent) continue;
      const source = (rows.get(at, word.sources) >>> 16) & 0x7fff;
      if (this.#tables[source]!.isNamed(rows.get(at, word.entry), text, from, to)) return at;
    }
    return 0;
  }

  /** The name that `path.slice(0, end)` leads to, taken literally. */
  find(path: string, end = path.length): number | undefined {
    let at = 0;
    if (end === 0) return at;
    for (let from = 0; from <= end;) {
      const slash = path.indexOf("/", from);
      const to = slash < 0 || slash > end ? end : slash;
      at = this.child(at, path, from, to);
      if (at === 0) return undefined;
      from = to + 1;
    }
    return at;
  }

  /** A name that is not there yet; it is called what `entry` is called. */
  add(parent: number, entry: Ref, file: Ref): number {
    const rows = this.#rows;
    if (this.#live >= this.#buckets.length) this.#grow();
    const at = rows.add();
    rows.set(at, word.parent, parent);
    this.#setRefs(at, entry, file);
    this.#chain(at);
    rows.set(at, word.next, rows.get(parent, word.child));
    rows.set(parent, word.child, at);
    rows.set(parent, word.sources, (rows.get(parent, word.sources) & ~sorted) >>> 0);
    if (this.isDirectory(at)) this.#countDirectory(parent, 1);
    if (entry.row !== file.row || entry.source !== file.source) {
      const inode = this.#inode(file);
      this.#links.set(inode, (this.#links.get(inode) ?? 1) + 1);
    }
    this.#live++;
    return at;
  }

  /** Another row describes what is at a name: a directory that stays one. */
  describe(at: number, ref: Ref): void {
    const flag = this.#rows.get(at, word.sources) & sorted;
    this.#setRefs(at, at === 0 ? this.entry(0) : ref, ref);
    this.#rows.set(at, word.sources, (this.#rows.get(at, word.sources) | flag) >>> 0);
  }

  /** Takes a name and all below it away. Not the root. */
  remove(at: number): void {
    if (this.isDirectory(at)) this.#countDirectory(this.parent(at), -1);
    const pending = [at];
    for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
      for (let child = this.#rows.get(one, word.child); child !== 0; child = this.#rows.get(child, word.next))
        if (!this.#isRemoved(child)) pending.push(child);
      this.#drop(one);
    }
  }

  parent(at: number): number {
    return this.#rows.get(at, word.parent);
  }

  /** The row that gave it its name. */
  entry(at: number): Ref {
    return { source: (this.#rows.get(at, word.sources) >>> 16) & 0x7fff, row: this.#rows.get(at, word.entry) };
  }

  /** The row that says what it is. */
  file(at: number): Ref {
    return { source: this.#rows.get(at, word.sources) & 0xffff, row: this.#rows.get(at, word.file) };
  }

  name(at: number): string {
    const { source, row } = this.entry(at);
    return this.#tables[source]!.name(row);
  }

  kind(at: number): Kind {
    const { source, row } = this.file(at);
    return this.#tables[source]!.kind(row);
  }

  isDirectory(at: number): boolean {
    return this.#tables[this.#rows.get(at, word.sources) & 0xffff]!.isDirectory(this.#rows.get(at, word.file));
  }

  target(at: number): string {
    const { source, row } = this.file(at);
    return this.#tables[source]!.target(row);
  }

  inode(at: number): number {
    return this.#inode(this.file(at));
  }

  /** As ext4 counts: names of a file; of a directory its own, ".", and one for each directory in it. */
  links(at: number): number {
    if (this.isDirectory(at)) return 2 + this.#rows.get(at, word.subdirectories);
    return this.#links.size === 0 ? 1 : (this.#links.get(this.inode(at)) ?? 1);
  }

  /** What is in a directory, in byte order of the names. */
  children(directory: number): number[] {
    const rows = this.#rows;
    const found: number[] = [];
    for (let at = rows.get(directory, word.child); at !== 0; at = rows.get(at, word.next))
      if (!this.#isRemoved(at)) found.push(at);
    if (found.length === 0) rows.set(directory, word.child, 0);
    if ((rows.get(directory, word.sources) & sorted) !== 0 || found.length === 0) return found;
    return this.#relink(directory, found);
  }

  #relink(directory: number, found: readonly number[]): number[] {
    const rows = this.#rows;
    const named = found.map((at) => ({ at, name: this.name(at) })).reverse();
    named.sort((a, b) => (a.name < b.name ? -1 : 1));
    rows.set(directory, word.child, named[0]!.at);
    named.forEach(({ at }, i) => rows.set(at, word.next, named[i + 1]?.at ?? 0));
    rows.set(directory, word.sources, (rows.get(directory, word.sources) | sorted) >>> 0);
    return named.map(({ at }) => at);
  }

  #isRemoved(at: number): boolean {
    return this.#rows.get(at, word.parent) === removed;
  }

  #drop(at: number): void {
    const rows = this.#rows;
    const name = this.name(at);
    const bucket = this.#hash(this.parent(at), name, 0, name.length) & (this.#buckets.length - 1);
    if (this.#buckets[bucket] === at) this.#buckets[bucket] = rows.get(at, word.chain);
    else {
      let before = this.#buckets[bucket]!;
      while (rows.get(before, word.chain) !== at) before = rows.get(before, word.chain);
      rows.set(before, word.chain, rows.get(at, word.chain));
    }
    rows.set(at, word.parent, removed);
    const inode = this.inode(at);
    const links = this.#links.get(inode);
    if (links === 2) this.#links.delete(inode);
    else if (links !== undefined) this.#links.set(inode, links - 1);
    this.#live--;
  }

  #setRefs(at: number, entry: Ref, file: Ref): void {
    this.#rows.set(at, word.sources, ((entry.source << 16) | file.source) >>> 0);
    this.#rows.set(at, word.entry, entry.row);
    this.#rows.set(at, word.file, file.row);
  }

  #countDirectory(parent: number, change: number): void {
    this.#rows.set(parent, word.subdirectories, this.#rows.get(parent, word.subdirectories) + change);
  }

  /** Unique over all tables, the tree's own last because it may still grow. */
  #inode({ source, row }: Ref): number {
    return this.#firstInodes[source]! + row;
  }

  #chain(at: number): void {
    const name = this.name(at);
    const bucket = this.#hash(this.parent(at), name, 0, name.length) & (this.#buckets.length - 1);
    this.#rows.set(at, word.chain, this.#buckets[bucket]!);
    this.#buckets[bucket] = at;
  }

  #grow(): void {
    this.#buckets = new Uint32Array(this.#buckets.length * 2);
    for (let at = 1; at < this.#rows.count; at++) if (!this.#isRemoved(at)) this.#chain(at);
  }

  /** FNV-1a, seeded. */
  #hash(parent: number, text: string, from: number, to: number): number {
    let hash = Math.imul(this.#seed ^ parent, 0x0100_0193);
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x0100_0193);
    return (hash ^ (hash >>> 15)) >>> 0;
  }
}
