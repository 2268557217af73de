import { limits } from "../../limits.ts";
import type { NodeTable } from "../filesystem/node-table.ts";
import { type ImagePath, nameOf, parentOf } from "../filesystem/path.ts";
import { Directories, hiding, made } from "./directories.ts";

/** A directory of a layer while its rows are gathered. */
export interface Group {
  readonly path: ImagePath;
  readonly outer: Group | undefined;
  readonly inner: Group[];
  /** Pairs of a first row and the one after the last. */
  readonly runs: number[];
  flags: number;
}

/** By path, each after the one it is in. */
export type Groups = ReadonlyMap<string, Group>;

/** undefined where there are so many directories that the list would be too large. */
export function groupRows(nodes: NodeTable): Groups | undefined {
  const groups = new Map<string, Group>();
  let group = groupAt(groups, "" as ImagePath);
  let number = -1;
  let held = 0;
  for (let row = 0; row < nodes.count; row++) {
    if (nodes.directoryNumber(row) !== number) {
      number = nodes.directoryNumber(row);
      const path = nodes.directory(row);
      const before = groups.size;
      group = groupAt(groups, path);
      held += 16 + (groups.size - before) * 256 + (groups.size > before ? path.length : 0);
      if (held > limits.directoriesPerLayer) return undefined;
      group.runs.push(row, row);
    }
    group.runs[group.runs.length - 1] = row + 1;
    const kind = nodes.kind(row);
    if (kind === "whiteout" || kind === "opaque") group.flags |= hiding;
    else for (let at: Group | undefined = group; at && !(at.flags & made); at = at.outer) at.flags |= made;
  }
  return groups;
}

function groupAt(groups: Map<string, Group>, path: ImagePath): Group {
  const known = groups.get(path);
  if (known !== undefined) return known;
  const outer = path === "" ? undefined : groupAt(groups, parentOf(path));
  const group: Group = { path, outer, inner: [], runs: [], flags: 0 };
  groups.set(path, group);
  outer?.inner.push(group);
  return group;
}

/** Groups as numbers; their names are added to what `nodes` holds. */
export function tabulate(nodes: NodeTable, groups: Groups, hardLinks: readonly number[]): Directories {
  const all = [...groups.values()];
  const numbers = new Map(all.map((group, number) => [group, number]));
  const next = new Map<Group, number>();
  for (const { inner } of all) inner.forEach((group, i) => next.set(group, numbers.get(inner[i + 1]!) ?? 0));
  const runs = new Uint32Array(all.reduce((words, group) => words + group.runs.length, 0));
  const table = new Uint32Array(all.length * Directories.width);
  let run = 0;
  all.forEach((group, number) => {
    const name = nodes.addText(nameOf(group.path));
    const first = group.inner.length === 0 ? 0 : numbers.get(group.inner[0]!)!;
    table.set([name, group.flags, first, next.get(group) ?? 0, run], number * Directories.width);
    runs.set(group.runs, run);
    run += group.runs.length;
  });
  return new Directories(nodes, { table, runs, hardLinks: Uint32Array.from(hardLinks) });
}
