import type { NodeTable } from "../filesystem/node-table.ts";
import { type ImagePath, showPath } from "../filesystem/path.ts";
import type { Changeset, Entry } from "./changeset.ts";
import { contentOf } from "./content-of.ts";
import { problem } from "./errors.ts";
import type { LayerIndex, OpenRange } from "./layer-index.ts";
import { comparePaths, findFile } from "./order.ts";

/**
 * A layer as a changeset again. Layers of other builders are put in order on the way: of a name that
 * comes twice the last counts (a directory's, over its whiteout, becomes opaque), and of the names of
 * one file the first has the content. Throws `layer/bad-entry` for a hard link to a file that another
 * layer holds, and for an entry below a link or file of its own layer. Content is read through `openRange`, which must outlive the changeset.
 */
export function changesOf({ nodes }: LayerIndex, openRange: OpenRange): Changeset {
  return {
    *entries() {
      if (isOrdered(nodes)) for (let row = 0; row < nodes.count; row++) yield entryOf(nodes, row, row, openRange);
      else yield* inOrder(nodes, openRange);
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** Layers of djib's own are; then no list of paths is needed. */
function isOrdered(nodes: NodeTable): boolean {
  let last: ImagePath | undefined;
  let closed: string | undefined;
  for (let row = 0; row < nodes.count; row++) {
    const path = nodes.path(row);
    const kind = nodes.kind(row);
    const compared = last === undefined ? 1 : comparePaths(path, last);
    const follows = kind === "opaque" && row > 0 && nodes.kind(row - 1) === "directory";
    if (compared < 0 || (compared === 0 && !follows)) return false;
    if (closed !== undefined && path.startsWith(closed)) return false;
    if (kind !== "directory" && kind !== "opaque") closed = `${path}/`;
    if (kind === "hardlink" && findFile(nodes, row, nodes.target(row)) === undefined) return false;
    last = path;
  }
  return true;
}

const belowNoDirectory = (path: ImagePath) =>
  problem("layer/bad-entry", `${showPath(path)} is in a layer below something that is no directory there`);

interface Slot {
  entry?: number;
  whiteout?: number;
  opaque?: number;
}

function* inOrder(nodes: NodeTable, open: OpenRange): Generator<Entry> {
  const slots = slotsOf(nodes);
  const firstNames = new Map<number, ImagePath>();
  let closed: string | undefined;
  for (const path of [...slots.keys()].sort(comparePaths)) {
    if (closed !== undefined && path.startsWith(closed)) throw belowNoDirectory(path);
    const { entry, whiteout, opaque } = slots.get(path)!;
    if (entry === undefined) {
      const row = whiteout ?? opaque!;
      if (whiteout !== undefined) closed = `${path}/`;
      yield entryOf(nodes, row, row, open);
      continue;
    }
    if (!nodes.isDirectory(entry)) closed = `${path}/`;
    const file = fileOf(nodes, slots, entry);
    const first = firstNames.get(file);
    if (first === undefined) {
      firstNames.set(file, path);
      yield entryOf(nodes, file, entry, open);
    } else yield { ...entryOf(nodes, file, entry, open), type: "hardlink", target: first } as Entry;
    if (nodes.isDirectory(entry) && (whiteout ?? opaque) !== undefined) yield { type: "opaque", path };
  }
}

function slotsOf(nodes: NodeTable): Map<ImagePath, Slot> {
  const slots = new Map<ImagePath, Slot>();
  for (let row = 0; row < nodes.count; row++) {
    const path = nodes.path(row);
    const kind = nodes.kind(row);
    const slot = slots.get(path) ?? {};
    slot[kind === "whiteout" || kind === "opaque" ? kind : "entry"] = row;
    slots.set(path, slot);
  }
  return slots;
}

/** The row that says what a name is, through hard links. */
function fileOf(nodes: NodeTable, slots: ReadonlyMap<ImagePath, Slot>, row: number): number {
  let at: number | undefined = row;
  for (let hops = 0; at !== undefined && nodes.kind(at) === "hardlink"; hops++)
    at = hops > 100 ? undefined : slots.get(nodes.target(at) as ImagePath)?.entry;
  if (at === undefined)
    throw problem(
      "layer/bad-entry",
      `the hard link ${showPath(nodes.path(row))} is to ${showPath(nodes.target(row) as ImagePath)}, which its layer does not hold`,
    );
  return at;
}

/** What row `file` says, under the name of row `entry`. */
function entryOf(nodes: NodeTable, file: number, entry: number, open: OpenRange): Entry {
  const path = nodes.path(entry);
  const kind = nodes.kind(file);
  if (kind === "whiteout" || kind === "opaque") return { type: kind, path };
  const xattrs = nodes.xattrs(file);
  const common = { path, ...nodes.metadata(file), ...(xattrs === undefined ? {} : { xattrs }) };
  switch (kind) {
    case "file":
      return {
        ...common,
        type: kind,
        content: { size: nodes.size(file), digest: nodes.digest(file)!, open: () => contentOf(nodes, file, open) },
      };
    case "symlink":
      return { ...common, type: kind, target: nodes.target(file) };
    case "hardlink":
      return { ...common, type: kind, target: nodes.target(file) as ImagePath };
    case "character":
    case "block":
      return { ...common, type: kind, device: nodes.device(file) };
    case "directory":
    case "fifo":
      return { ...common, type: kind };
  }
}
