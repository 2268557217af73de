import type { NodeTable } from "../filesystem/node-table.ts";
import { type ImagePath, parentOf } from "../filesystem/path.ts";

/** What a layer says of one directory. */
export interface Directory {
  /** Rows of what is in it, in order: pairs of a first row and the one after the last. */
  readonly runs: readonly number[];
  /** Paths of the directories in it that hold entries, be it far below. They have rows of their own or are implied. */
  readonly inner: readonly ImagePath[];
  /** Whether there are whiteouts and opaque markers among its rows. */
  readonly hides: boolean;
}

interface Growing {
  readonly runs: number[];
  readonly inner: ImagePath[];
  hides: boolean;
  /** Whether an entry is in it or below; whiteouts alone make no directory. */
  made: boolean;
}

interface Grouped {
  readonly byPath: ReadonlyMap<string, Growing>;
  readonly hardLinks: readonly number[];
}

/**
 * The rows of a layer by directory: grouped when that is first asked for, for all trees the layer is
 * in. A string is made for each directory, none for an entry.
 */
export class Directories {
  readonly #nodes: NodeTable;
  #grouped: Grouped | undefined;
  #names: ReadonlyMap<number, readonly number[]> | undefined;

  /** Nothing may be added to `nodes` after the first question. */
  constructor(nodes: NodeTable) {
    this.#nodes = nodes;
  }

  /** undefined where the layer says nothing of the directory at `path`. */
  at(path: string): Directory | undefined {
    return this.#group().byPath.get(path);
  }

  all(): Iterable<Directory> {
    return this.#group().byPath.values();
  }

  /** Rows of hard links, ascending. */
  get hardLinks(): readonly number[] {
    return this.#group().hardLinks;
  }

  /** Rows of all names of the file at `row`, its own first; undefined where it has but one. For plain layers. */
  namesOf(row: number): readonly number[] | undefined {
    this.#names ??= this.#gatherNames();
    return this.#names.get(row);
  }

  #gatherNames(): ReadonlyMap<number, readonly number[]> {
    const names = new Map<number, number[]>();
    for (const link of this.hardLinks) {
      const file = this.#nodes.linked(link);
      const known = names.get(file);
      if (known === undefined) names.set(file, [file, link]);
      else known.push(link);
    }
    return names;
  }

  #group(): Grouped {
    return (this.#grouped ??= group(this.#nodes));
  }
}

function group(nodes: NodeTable): Grouped {
  const byPath = new Map<string, Growing>();
  const hardLinks: number[] = [];
  let number = -1;
  let directory: Growing = { runs: [], inner: [], hides: false, made: false };
  let path = "" as ImagePath;
  for (let row = 0; row < nodes.count; row++) {
    if (nodes.directoryNumber(row) !== number) {
      number = nodes.directoryNumber(row);
      path = nodes.directory(row);
      directory = known(byPath, path);
      directory.runs.push(row, row);
    }
    directory.runs[directory.runs.length - 1] = row + 1;
    const kind = nodes.kind(row);
    if (kind === "hardlink") hardLinks.push(row);
    if (kind === "whiteout" || kind === "opaque") directory.hides = true;
    else if (!directory.made) make(byPath, path, directory);
  }
  return { byPath, hardLinks };
}

function known(byPath: Map<string, Growing>, path: ImagePath): Growing {
  const there = byPath.get(path);
  if (there !== undefined) return there;
  const added = { runs: [], inner: [], hides: false, made: false };
  byPath.set(path, added);
  return added;
}

/** It is there after the layer, and so is all it is in. */
function make(byPath: Map<string, Growing>, path: ImagePath, directory: Growing): void {
  let [at, made] = [path, directory];
  while (!made.made) {
    made.made = true;
    if (at === "") return;
    const outer = parentOf(at);
    const outerDirectory = known(byPath, outer);
    outerDirectory.inner.push(at);
    [at, made] = [outer, outerDirectory];
  }
}
