import { limits } from "../../limits.ts";
import type { NodeTable } from "../filesystem/node-table.ts";
import { type ImagePath, nameOf, parentOf } from "../filesystem/path.ts";
import { type Directories, made } from "./directories.ts";
import { type Group, groupRows, type Groups, tabulate } from "./group-rows.ts";

/**
 * The directories of a layer that is plain: what lies in a directory of it lies below directories
 * alone, never below a link or file of the layer, and each hard link is to a file before it in the
 * layer whose name comes once. Then what other directories hold matters neither for a directory nor
 * for a link, and any directory can be merged by itself. Layers of docker, BuildKit and djib are
 * plain; of others it is undefined. Notes the file of each hard link in `nodes`.
 */
export function plainDirectories(nodes: NodeTable): Directories | undefined {
  const groups = groupRows(nodes);
  if (groups === undefined) return undefined;
  for (const group of groups.values()) if (!isSound(nodes, group)) return undefined;
  const links = settleLinks(nodes, groups);
  return links && tabulate(nodes, groups, links);
}

/** Whether whatever holds entries is called a directory by each row that says what it is. */
function isSound(nodes: NodeTable, group: Group): boolean {
  const inner = new Set(group.inner.filter(({ flags }) => flags & made).map(({ path }) => nameOf(path)));
  if (inner.size === 0) return true;
  for (const row of entriesOf(nodes, group)) if (!nodes.isDirectory(row) && inner.has(nodes.name(row))) return false;
  return true;
}

/** Rows of the hard links, if all of them are to files of the layer, in directories that are not too large. */
function settleLinks(nodes: NodeTable, groups: Groups): number[] | undefined {
  const links: number[] = [];
  const named = new Map<string, ReadonlyMap<string, number>>();
  let held = 0;
  for (let row = 0; row < nodes.count; row++) {
    if (nodes.kind(row) !== "hardlink") continue;
    links.push(row);
    const target = nodes.target(row) as ImagePath;
    const outer = parentOf(target);
    const names = named.get(outer) ?? namesIn(nodes, groups.get(outer));
    if (!named.has(outer)) held += names.size * bytesPerName;
    if (held > limits.directoriesPerLayer) return undefined;
    named.set(outer, names);
    const file = names.get(nameOf(target));
    if (file === undefined || file === twice || file >= row || nodes.isDirectory(file)) return undefined;
    nodes.setLinked(row, nodes.kind(file) === "hardlink" ? nodes.linked(file) : file);
  }
  return links;
}

const twice = -1;
/** About, in a map. */
const bytesPerName = 100;

function namesIn(nodes: NodeTable, group: Group | undefined): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  if (group === undefined) return names;
  for (const row of entriesOf(nodes, group)) {
    const name = nodes.name(row);
    names.set(name, names.has(name) ? twice : row);
    if (names.size * bytesPerName > limits.directoriesPerLayer) break;
  }
  return names;
}

function* entriesOf(nodes: NodeTable, { runs }: Group): Generator<number> {
  for (let i = 0; i < runs.length; i += 2)
    for (let row = runs[i]!; row < runs[i + 1]!; row++) {
      const kind = nodes.kind(row);
      if (kind !== "whiteout" && kind !== "opaque") yield row;
    }
}
