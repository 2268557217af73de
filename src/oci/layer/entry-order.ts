import type { NodeTable } from "../filesystem/node-table.ts";
import { showPath } from "../filesystem/path.ts";
import type { Entry } from "./changeset.ts";
import { comparePaths, findFile } from "./order.ts";

/**
 * The contract of a changeset, checked entry by entry: paths ascend as a walk gives them, none comes
 * twice (but an opaque entry follows its directory's), a hard link's target came before, and nothing
 * is below what is no directory. Whoever breaks it has a bug, so it throws plain errors.
 */
export class EntryOrder {
  readonly #made: NodeTable;
  #last: Entry | undefined;
  #closed: string | undefined;

  /** `made` has the entries checked so far. */
  constructor(made: NodeTable) {
    this.#made = made;
  }

  check(entry: Entry): void {
    const last = this.#last;
    const compared = last === undefined ? 1 : comparePaths(entry.path, last.path);
    const follows = entry.type === "opaque" && last?.type === "directory";
    if (compared < 0 || (compared === 0 && !follows))
      throw new Error(`a changeset has ${showPath(entry.path)} after ${showPath(last!.path)}`);
    if (entry.type === "hardlink" && findFile(this.#made, this.#made.count, entry.target) === undefined)
      throw new Error(`a changeset links ${showPath(entry.path)} to ${showPath(entry.target)}, which it has not made`);
    if (this.#closed !== undefined && entry.path.startsWith(this.#closed))
      throw new Error(`a changeset has ${showPath(entry.path)} below what is no directory`);
    if (entry.type !== "directory" && entry.type !== "opaque") this.#closed = `${entry.path}/`;
    this.#last = entry;
  }
}
