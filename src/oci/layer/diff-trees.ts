import { Descent } from "../filesystem/descent.ts";
import type { Filesystem, Stat } from "../filesystem/filesystem.ts";
import { type ImagePath, root } from "../filesystem/path.ts";
import { sameXattrs } from "../filesystem/xattrs.ts";
import type { Changeset, Entry } from "./changeset.ts";
import { entryOf, Linker } from "./entry-of.ts";

export interface DiffOptions {
  /** Whether another time alone is a change. Default: yes, as in Docker's layers. */
  readonly times?: boolean;
  /** Directories of `b` of which it is known that they and all below them are as in `a`, hard links too: nobody looks into them. */
  readonly isUnchanged?: (path: ImagePath) => boolean;
}

/**
 * What turns tree `a` into tree `b`: metadata, content (by digest), targets, devices, xattrs, and
 * which names are one file. A file of several names comes with all of them if one changed, or the
 * changeset could not link them. A directory's time counts only where `times` does.
 */
export function diffTrees(a: Filesystem, b: Filesystem, options: DiffOptions = {}): Changeset {
  const { times = true, isUnchanged = () => false } = options;
  return {
    *entries() {
      const partners = changedLinks(pairs(a, b, isUnchanged), times);
      const linker = new Linker(b);
      for (const { path, before, after } of pairs(a, b, isUnchanged)) {
        if (after === undefined) yield { type: "whiteout", path };
        else if (before === undefined || !same(before, after, times) || partners.has(after.inode))
          yield* made(linker, b, path, after);
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}

function* made(linker: Linker, b: Filesystem, path: ImagePath, after: Stat): Generator<Entry> {
  yield after.links > 1 ? linker.entry(path, after) : entryOf(b, path, after);
}

interface Pair {
  readonly path: ImagePath;
  readonly before: Stat | undefined;
  readonly after: Stat | undefined;
}

/** Every name of both trees in the order of a walk; below a name that is gone or no directory any more nothing is told. */
function* pairs(a: Filesystem, b: Filesystem, isUnchanged: (path: ImagePath) => boolean): Generator<Pair> {
  yield { path: root, before: a.lstat(root), after: b.lstat(root) };
  const descent = new Descent({ path: root, names: namesOf(a, b, root, true) });
  for (let path = descent.next(); path !== undefined; path = descent.next()) {
    const before = a.lstat(path);
    const after = b.lstat(path);
    yield { path, before, after };
    if (after?.type === "directory" && !isUnchanged(path))
      descent.enter({ path, names: namesOf(a, b, path, before?.type === "directory") });
  }
}

function namesOf(a: Filesystem, b: Filesystem, path: ImagePath, both: boolean): readonly string[] {
  const after = b.list(path);
  if (!both) return after;
  const before = a.list(path);
  if (before.length === after.length && before.every((name, i) => name === after[i])) return after;
  return [...new Set([...before, ...after])].sort();
}

/** Inodes of `b` with several names of which not all are as they were. */
function changedLinks(all: Iterable<Pair>, times: boolean): ReadonlySet<number> {
  const changed = new Set<number>();
  const inodes = new Map<number, number>();
  for (const { before, after } of all) {
    if (after === undefined || after.type === "directory" || (after.links < 2 && (before?.links ?? 1) < 2)) continue;
    const known = inodes.get(after.inode) ?? before?.inode;
    if (before === undefined || !same(before, after, times) || before.links !== after.links || known !== before.inode)
      changed.add(after.inode);
    if (known !== undefined) inodes.set(after.inode, known);
  }
  return changed;
}

function same(x: Stat, y: Stat, times: boolean): boolean {
  return (
    x.type === y.type &&
    x.mode === y.mode &&
    x.uid === y.uid &&
    x.gid === y.gid &&
    (!times || x.mtime === y.mtime) &&
    x.size === y.size &&
    x.digest === y.digest &&
    x.target === y.target &&
    x.device?.major === y.device?.major &&
    x.device?.minor === y.device?.minor &&
    sameXattrs(x.xattrs, y.xattrs)
  );
}
