import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Where the snapshots of one mode are. */
export interface Places {
  readonly all: string;
  /** Of this boot. */
  readonly root: string;
  /** Of runs that are under way, named after their scratch directories. */
  readonly works: string;
}

/** No layer takes that long to unpack. */
const abandonedMs = 3600_000;

const list = (directory: string): string[] =>
  existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : [];

/** Milliseconds; now for what is gone meanwhile. */
const changedAt = (path: string, now: number): number => statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? now;

/** What other boots and dead runs left. `scratch` is any scratch directory of the store. */
export function leftovers({ all, root, works }: Places, scratch: string, now: number): string[] {
  const scratches = dirname(dirname(scratch));
  const isHalfMade = (path: string) => basename(path).includes(".") && now - changedAt(path, now) > abandonedMs;
  return [
    ...list(all).filter((path) => path !== root),
    ...list(works).filter((path) => !existsSync(join(scratches, ...basename(path).split(".")))),
    ...list(root).filter(isHalfMade),
  ];
}

/** Snapshots of this boot that no RUN has stood on for so many milliseconds. */
export const unused = ({ root }: Places, now: number, ms: number): string[] =>
  list(root).filter((path) => /^[0-9a-f]{64}$/.test(basename(path)) && now - changedAt(path, now) >= ms);
