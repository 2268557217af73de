import type { Filesystem, Stat } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, parentOf, root } from "../../oci/filesystem/path.ts";
import { below, type Graft, inSource, type Metadata } from "./graft.ts";

/**
 * A tree as it is after the grafts that were added so far, for looking up names. A lookup asks the
 * grafts at a name and above it, however many there are elsewhere: a wildcard may bring thousands.
 */
export class GraftedTree implements Pick<Filesystem, "lstat"> {
  readonly #base: Pick<Filesystem, "lstat">;
  readonly #grafts: Graft[] = [];
  /** Positions in the list of grafts, ascending, by path. */
  readonly #at = new Map<ImagePath, number[]>();

  constructor(base: Pick<Filesystem, "lstat">) {
    this.#base = base;
  }

  get grafts(): readonly Graft[] {
    return this.#grafts;
  }

  add(graft: Graft): void {
    const position = this.#grafts.push(graft) - 1;
    const known = this.#at.get(graft.path);
    if (known === undefined) this.#at.set(graft.path, [position]);
    else known.push(position);
  }

  lstat(path: ImagePath): Stat | undefined {
    for (const graft of this.#above(path)) {
      const rest = below(graft.path, path) ?? "";
      const found = graft.kind === "tree" ? graft.source.lstat(inSource(graft.at, rest)) : newDirectory(graft, rest);
      if (found !== undefined) return found;
    }
    return this.#base.lstat(path);
  }

  /** Grafts at `path` and at the directories above it, the last one first. */
  *#above(path: ImagePath): Generator<Graft> {
    const open: { readonly positions: readonly number[]; left: number }[] = [];
    for (let at = path; ; at = parentOf(at)) {
      const positions = this.#at.get(at);
      if (positions !== undefined) open.push({ positions, left: positions.length });
      if (at === root) break;
    }
    for (;;) {
      let last: (typeof open)[number] | undefined;
      for (const one of open)
        if (one.left > 0 && (last === undefined || positionOf(one) > positionOf(last))) last = one;
      if (last === undefined) return;
      yield this.#grafts[positionOf(last)]!;
      last.left--;
    }
  }
}

const positionOf = ({ positions, left }: { readonly positions: readonly number[]; readonly left: number }): number =>
  positions[left - 1]!;

function newDirectory(
  { mode, uid, gid, mtime }: Metadata & { readonly mtime: number },
  rest: string,
): Stat | undefined {
  if (rest !== "") return undefined;
  return { type: "directory", mode, uid, gid, mtime, size: 0, inode: 0, links: 2 };
}
