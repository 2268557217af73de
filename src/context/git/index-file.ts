import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { limits } from "../../limits.ts";
import { readEntries } from "./index-entries.ts";
import type { Repository } from "./repository.ts";

/** What git's index says a path is. */
export type TrackedKind = "file" | "executable" | "symlink";

/** The modes of a work tree's tracked files, by their path relative to the work tree (latin1). */
export interface TrackedModes {
  /** `expected`: what the disk says; only answers that differ from it cost more than one look-up. */
  kindOf(path: string, expected: "file" | "executable"): TrackedKind | undefined;
  /** Hex id of the blob that a tracked symlink's target makes. */
  linkBlob(path: string): string | undefined;
}

const regular = 0o100644;
const executable = 0o100755;
const symlink = 0o120000;

/** undefined where there is no index, it is split, damaged, or newer than version 4. */
export function trackedModes(repository: Repository, idLength: 20 | 32): TrackedModes | undefined {
  try {
    const path = join(repository.gitDir, "index");
    if (statSync(path).size > limits.gitIndex) return undefined;
    return collect(readFileSync(path), idLength);
  } catch {
    return undefined;
  }
}

/**
 * Executables and links are few and kept by name; the many plain files are kept as one sorted
 * arena, asked only for a file that the disk calls executable.
 */
function collect(bytes: Buffer, idLength: 20 | 32): TrackedModes | undefined {
  const executables = new Set<string>();
  const links = new Map<string, string>();
  const plain: number[] = [];
  let arena = Buffer.alloc(1 << 16);
  let used = 0;
  for (const { path, mode, id } of readEntries(bytes, idLength)) {
    if (mode === executable) executables.add(path.toString("latin1"));
    else if (mode === symlink) links.set(path.toString("latin1"), id.toString("hex"));
    else if (mode === regular) {
      if (used + path.length > arena.length) arena = Buffer.concat([arena], (used + path.length) * 2);
      plain.push(used);
      used += path.copy(arena, used);
    }
  }
  plain.push(used);
  const starts = Uint32Array.from(plain);
  const isPlain = (path: string): boolean => has(arena, starts, Buffer.from(path, "latin1"));
  return {
    kindOf(path, expected) {
      if (executables.has(path)) return "executable";
      if (links.has(path)) return "symlink";
      return expected === "file" || isPlain(path) ? "file" : undefined;
    },
    linkBlob: (path) => links.get(path),
  };
}

function has(arena: Buffer, starts: Uint32Array, path: Buffer): boolean {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = arena.compare(path, 0, path.length, starts[middle], starts[middle + 1]);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
