import type { Filesystem, Stat } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, parentOf, root } from "../../oci/filesystem/path.ts";
import { below, type Graft, inSource, type Metadata } from "./graft.ts";

/**
 * A tree as it is after the grafts that were added so far, with the metadata of their sources. A lookup asks the
 * grafts at a name and above it, however many there are elsewhere: a wildcard may bring thousands.
 */
export class GraftedTree implements Filesystem {
  readonly #base: Filesystem;
  readonly #grafts: Graft[] = [];
  /** Positions in the list of grafts, ascending, by path. */
  readonly #at = new Map<ImagePath, number[]>();

  constructor(base: Filesystem) {
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

  list(path: ImagePath): readonly string[] {
    if (this.lstat(path)?.type !== "directory") return [];
    const names = new Set(this.#base.list(path));
    for (const graft of this.#grafts) {
      const [inside, within] = [below(graft.path, path), below(path, graft.path)];
      if (inside !== undefined && graft.kind === "tree")
        for (const name of graft.source.list(inSource(graft.at, inside))) names.add(name);
      if (within !== undefined && within !== "") names.add(within.split("/", 1)[0]!);
    }
    return [...names].sort();
  }

  async *read(path: ImagePath): AsyncIterable<Uint8Array> {
    for (const graft of this.#above(path)) {
      const at = graft.kind === "tree" ? inSource(graft.at, below(graft.path, path) ?? "") : undefined;
      if (graft.kind === "tree" && graft.source.lstat(at!) !== undefined) return yield* graft.source.read(at!);
    }
    yield* this.#base.read(path);
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
