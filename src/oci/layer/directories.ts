import type { NodeTable } from "../filesystem/node-table.ts";

const word = { name: 0, flags: 1, inner: 2, next: 3, run: 4 };
const width = 5;
/** There is an entry in it or below; whiteouts alone make no directory. */
export const made = 1;
/** There are whiteouts or opaque markers among its rows. */
export const hiding = 2;

/** As it is in memory and on disk. */
export interface DirectoryColumns {
  /** For each directory: its name in the nodes' arena, flags, the first directory in it, the next one beside it, its first run. */
  readonly table: Uint32Array;
  /** First row and the one after the last of each run, directory by directory. */
  readonly runs: Uint32Array;
  /** Rows of hard links, ascending. */
  readonly hardLinks: Uint32Array;
}

/**
 * The rows of a layer by directory, so that one can be looked at without the others. Number 0 is the
 * root; as a number elsewhere it means "none". Directories that rows lie in far below are there too.
 */
export class Directories {
  static readonly width = width;
  readonly columns: DirectoryColumns;
  readonly #nodes: NodeTable;
  #names: ReadonlyMap<number, readonly number[]> | undefined;

  constructor(nodes: NodeTable, columns: DirectoryColumns) {
    this.#nodes = nodes;
    this.columns = columns;
  }

  name(directory: number): string {
    return this.#nodes.text(this.#get(directory, word.name));
  }

  is(directory: number, flag: typeof made | typeof hiding): boolean {
    return (this.#get(directory, word.flags) & flag) !== 0;
  }

  /** The directories in one. */
  *inner(directory: number): Generator<number> {
    for (let at = this.#get(directory, word.inner); at !== 0; at = this.#get(at, word.next)) yield at;
  }

  /** Rows of what is in it, in the layer's order. */
  *rows(directory: number): Generator<number> {
    const { table, runs } = this.columns;
    const end = table[(directory + 1) * width + word.run] ?? runs.length;
    for (let run = this.#get(directory, word.run); run < end; run += 2)
      for (let row = runs[run]!; row < runs[run + 1]!; row++) yield row;
  }

  /** Rows of all names of the file at `row`, its own first; undefined where it has but one. */
  namesOf(row: number): readonly number[] | undefined {
    if (this.columns.hardLinks.length === 0) return undefined;
    this.#names ??= this.#gatherNames();
    return this.#names.get(row);
  }

  #gatherNames(): ReadonlyMap<number, readonly number[]> {
    const names = new Map<number, number[]>();
    for (const link of this.columns.hardLinks) {
      const file = this.#nodes.linked(link);
      const known = names.get(file);
      if (known === undefined) names.set(file, [file, link]);
      else known.push(link);
    }
    return names;
  }

  #get(directory: number, at: number): number {
    return this.columns.table[directory * width + at]!;
  }
}
