import type { NodeTable } from "../filesystem/node-table.ts";
import { type ImagePath, nameOf, parentOf } from "../filesystem/path.ts";
import type { Directories, Directory } from "./directories.ts";

/**
 * Whether a layer is plain: what lies in a directory of it lies below directories alone, never below
 * a link or file of the layer, and each hard link is to a file before it in the layer whose name
 * comes once. Then what its other directories hold matters neither for a directory nor for a link,
 * and any directory can be merged by itself. Layers of docker, BuildKit and djib are. Notes the file
 * of each hard link in `nodes`.
 */
export function settle(nodes: NodeTable, directories: Directories): boolean {
  for (const directory of directories.all()) if (!isSound(nodes, directory)) return false;
  const names = new Map<string, ReadonlyMap<string, number>>();
  for (const link of directories.hardLinks) {
    const target = nodes.target(link) as ImagePath;
    const outer = parentOf(target);
    const there = names.get(outer) ?? namesIn(nodes, directories.at(outer));
    names.set(outer, there);
    const row = there.get(nameOf(target));
    if (row === undefined || row === twice || row >= link || nodes.isDirectory(row)) return false;
    nodes.setLinked(link, nodes.kind(row) === "hardlink" ? nodes.linked(row) : row);
  }
  return true;
}

/** Whether what holds entries is called a directory by each row that says what it is. */
function isSound(nodes: NodeTable, directory: Directory): boolean {
  if (directory.inner.length === 0) return true;
  const inner = new Set(directory.inner.map(nameOf));
  for (const row of entriesOf(nodes, directory))
    if (!nodes.isDirectory(row) && inner.has(nodes.name(row))) return false;
  return true;
}

const twice = -1;

function namesIn(nodes: NodeTable, directory: Directory | undefined): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  if (directory === undefined) return names;
  for (const row of entriesOf(nodes, directory)) {
    const name = nodes.name(row);
    names.set(name, names.has(name) ? twice : row);
  }
  return names;
}

function* entriesOf(nodes: NodeTable, { runs }: Directory): Generator<number> {
  for (let i = 0; i < runs.length; i += 2)
    for (let row = runs[i]!; row < runs[i + 1]!; row++) {
      const kind = nodes.kind(row);
      if (kind !== "whiteout" && kind !== "opaque") yield row;
    }
}
