import { lstatSync, readdirSync, type BigIntStats } from "node:fs";
import { made } from "./made.ts";
import { placeIn } from "./place-in.ts";
import type { Besides } from "./tree.ts";

/** Three views of one overlay: what was written, what was there before, what is there now. */
export interface Views {
  readonly upper: string;
  readonly lower: string;
  readonly merged: string;
}

const lstat = (root: string, path: string): BigIntStats | undefined =>
  lstatSync(placeIn(root, path), { bigint: true, throwIfNoEntry: false });

function list(root: string, path: string): string[] {
  return readdirSync(placeIn(root, path), { encoding: "latin1" }).sort();
}

const sameMetadata = (a: BigIntStats, b: BigIntStats): boolean =>
  a.mode === b.mode && a.uid === b.uid && a.gid === b.gid && a.mtimeNs === b.mtimeNs;

/** The same type too, which the mode holds. */
const looksSame = (a: BigIntStats, b: BigIntStats): boolean =>
  sameMetadata(a, b) && a.size === b.size && a.rdev === b.rdev;

/**
 * Walks the upper directory of an overlay: yields what was made or changed, parents first, names
 * in byte order, and puts what was removed, and what no layer holds, into `besides`. A directory
 * that was copied up only because something below it changed is left out. What was copied up and
 * looks as before, such as a file that was opened for writing, is put into `doubtful`.
 *
 * Removals are found by comparing listings, never by the opaque xattr: the kernel sets that on
 * brand-new directories too.
 */
export function* changes(
  views: Views,
  ignored: ReadonlySet<string>,
  { whiteouts, strays }: Besides,
  doubtful: string[],
): Generator<string> {
  yield* directory("");

  /** One that was there before. */
  function* directory(path: string): Generator<string> {
    for (const name of list(views.upper, path)) {
      const below = path === "" ? name : `${path}/${name}`;
      if (ignored.has(below)) strays.push(below);
      else yield* entry(below);
    }
    whiteouts.push(...removed(path));
  }

  function* entry(path: string): Generator<string> {
    const now = lstat(views.upper, path)!;
    if (now.isSocket()) strays.push(path);
    if ((now.isCharacterDevice() && now.rdev === 0n) || now.isSocket()) return;
    const before = lstat(views.lower, path);
    if (!now.isDirectory()) {
      if (before !== undefined && now.nlink === 1n && looksSame(now, before)) return void doubtful.push(path);
      return yield path;
    }
    if (before?.isDirectory() !== true) {
      yield path;
      return yield* made(views.upper, path, ignored, strays);
    }
    if (!sameMetadata(now, before)) {
      yield path;
      return yield* directory(path);
    }
    const count = whiteouts.length + doubtful.length;
    let empty = true;
    for (const below of directory(path)) {
      empty = false;
      yield below;
    }
    // Copied up for its own sake: something that lstat does not show, an extended attribute.
    if (empty && whiteouts.length + doubtful.length === count) yield path;
  }

  function removed(path: string): string[] {
    const left = new Set(list(views.merged, path));
    const names = list(views.lower, path).filter((name) => !left.has(name));
    return names.map((name) => (path === "" ? name : `${path}/${name}`)).filter((below) => !ignored.has(below));
  }
}
