import { lstatSync, readdirSync, type BigIntStats } from "node:fs";
import type { Besides } from "./tree.ts";

/** Three views of one overlay: what was written, what was there before, what is there now. */
export interface Views {
  readonly upper: string;
  readonly lower: string;
  readonly merged: string;
}

const bytes = (...parts: string[]) => Buffer.from(parts.join("/"), "latin1");

const lstat = (root: string, path: string): BigIntStats | undefined =>
  lstatSync(bytes(root, path), { bigint: true, throwIfNoEntry: false });

function list(root: string, path: string): string[] {
  return readdirSync(bytes(root, path), { encoding: "latin1" }).sort();
}

const sameDirectory = (a: BigIntStats, b: BigIntStats): boolean =>
  a.mode === b.mode && a.uid === b.uid && a.gid === b.gid && a.mtimeNs === b.mtimeNs;

/**
 * Walks the upper directory of an overlay: yields what was made or changed, parents first, names
 * in byte order, and puts what was removed and what is no change into `besides`. A directory that was copied up only
 * because something below it changed is left out. Sockets cannot be in a layer.
 *
 * Removals are found by comparing listings, never by the opaque xattr: the kernel sets that on
 * brand-new directories too.
 */
export function* changes(views: Views, ignored: ReadonlySet<string>, besides: Besides): Generator<string> {
  const { whiteouts, strays } = besides;
  yield* directory("", true);

  function* directory(path: string, inLower: boolean): Generator<string> {
    for (const name of list(views.upper, path)) {
      const below = path === "" ? name : `${path}/${name}`;
      if (ignored.has(below)) strays.push(below);
      else yield* entry(below, inLower);
    }
    if (inLower) whiteouts.push(...removed(path));
  }

  function* entry(path: string, parentInLower: boolean): Generator<string> {
    const now = lstat(views.upper, path)!;
    if (now.isSocket()) strays.push(path);
    if ((now.isCharacterDevice() && now.rdev === 0n) || now.isSocket()) return;
    if (!now.isDirectory()) return yield path;
    const before = parentInLower ? lstat(views.lower, path) : undefined;
    const inLower = before?.isDirectory() === true;
    if (!inLower || !sameDirectory(now, before)) {
      yield path;
      return yield* directory(path, inLower);
    }
    const count = whiteouts.length;
    let empty = true;
    for (const below of directory(path, true)) {
      empty = false;
      yield below;
    }
    // Copied up for its own sake: something that lstat does not show, an extended attribute.
    if (empty && whiteouts.length === count) yield path;
  }

  function removed(path: string): string[] {
    const left = new Set(list(views.merged, path));
    const names = list(views.lower, path).filter((name) => !left.has(name));
    return names.map((name) => (path === "" ? name : `${path}/${name}`)).filter((below) => !ignored.has(below));
  }
}
