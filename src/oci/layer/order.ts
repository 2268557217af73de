import type { NodeTable } from "../filesystem/node-table.ts";

/** Compares paths so that a directory comes before what it holds, and that before the next name: "/" is the least byte. */
export function comparePaths(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const one = a.charCodeAt(i);
    const other = b.charCodeAt(i);
    if (one === other) continue;
    return one === 0x2f ? -1 : other === 0x2f ? 1 : one - other;
  }
  return a.length - b.length;
}

/**
 * The row before `end` that makes a file (of any type but a directory) called `path`, which a hard
 * link may name; rows up to there are in order. No list of paths is needed.
 */
export function findFile(nodes: NodeTable, end: number, path: string): number | undefined {
  let low = 0;
  for (let high = end; low < high;) {
    const middle = (low + high) >>> 1;
    if (comparePaths(nodes.path(middle), path) < 0) low = middle + 1;
    else high = middle;
  }
  if (low === end || nodes.path(low) !== path) return undefined;
  return ["directory", "hardlink", "whiteout", "opaque"].includes(nodes.kind(low)) ? undefined : low;
}
