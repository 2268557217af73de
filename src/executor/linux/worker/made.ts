import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { placeIn } from "./place-in.ts";

/**
 * Everything below `top`, a directory that a RUN made, parents first, names in byte order; what no
 * layer holds goes into `strays`. Types come with the listing: to ask for each file would take as long
 * as all else where pip has put thousands.
 */
export function* made(root: string, top: string, ignored: ReadonlySet<string>, strays: string[]): Generator<string> {
  const pending = [...list(root, top)];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { path, entry } = next;
    if (ignored.has(path) || entry.isSocket()) strays.push(path);
    else if (!isWhiteout(root, path, entry)) {
      yield path;
      if (entry.isDirectory()) for (const below of list(root, path)) pending.push(below);
    }
  }
}

interface Named {
  readonly path: string;
  readonly entry: Dirent;
}

/** In reverse order: the last is taken first. */
const list = (root: string, path: string): readonly Named[] =>
  readdirSync(placeIn(root, path), { encoding: "latin1", withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? 1 : -1))
    .map((entry) => ({ path: `${path}/${entry.name}`, entry }));

const isWhiteout = (root: string, path: string, entry: Dirent): boolean =>
  entry.isCharacterDevice() && lstatSync(placeIn(root, path)).rdev === 0;
