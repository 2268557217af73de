import type { Filesystem, Stat } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, join, root, showPath } from "../../oci/filesystem/path.ts";
import { sameXattrs } from "../../oci/filesystem/xattrs.ts";
import type { Entry } from "../../oci/layer/changeset.ts";
import { entryOf } from "../../oci/layer/entry-of.ts";
import { type Graft, type Metadata, inSource } from "./graft.ts";
import { problem } from "./errors.ts";
import type { Location } from "../../errors.ts";

/** A graft seen from a directory: one that leads further down, or one whose tree covers it. */
interface Cursor {
  readonly graft: Graft;
  /** Position in the list of grafts: later ones win. */
  readonly order: number;
  /** The directory in the graft's source; undefined where the graft begins further down. */
  readonly at: ImagePath | undefined;
}

type TreeGraft = Extract<Graft, { readonly kind: "tree" }>;

/** What a name is, while the grafts are applied to it one after the other. */
interface State {
  readonly stat: Stat;
  readonly metadata: Metadata;
  /** Absent while it is what the base has, unchanged. */
  readonly from?: { readonly source: Filesystem; readonly at: ImagePath; readonly order: number };
  readonly changed: boolean;
  /** A directory of the base was taken away here before. */
  readonly replaced: boolean;
}

/**
 * The changes that grafts make to a tree: one walk over all of them at once, in the order of a
 * changeset, holding no more than the directories that are open. Throws `copy/onto-directory` and
 * `copy/onto-file`.
 */
export function* mergedEntries(base: Filesystem, grafts: readonly Graft[], where?: Location): Generator<Entry> {
  const links = new Map<string, ImagePath>();
  const cursors = grafts.map((graft, order) => ({
    graft,
    order,
    at: graft.path === root ? startOf(graft) : undefined,
  }));
  const open = [openDirectory(root, cursors, false)];
  for (let directory = open.at(-1); directory !== undefined; directory = open.at(-1)) {
    const name = directory.names[directory.next++];
    if (name === undefined) {
      open.pop();
      continue;
    }
    const path = join(directory.path, name);
    const here = directory.cursors.get(name) ?? [];
    const before = directory.isNew ? undefined : base.lstat(path);
    const after = apply(before, path, here, where);
    if (after?.changed) {
      if (after.replaced && after.stat.type === "directory" && before?.type === "directory")
        yield { type: "opaque", path };
      yield linked(entryAt(path, after, base), after, links);
    }
    if (after?.stat.type === "directory")
      open.push(openDirectory(path, here, after.replaced || before?.type !== "directory"));
  }
}

function entryAt(path: ImagePath, { stat, metadata, from }: State, base: Filesystem): Entry {
  const { mode, uid, gid } = metadata;
  return { ...entryOf(from?.source ?? base, from?.at ?? path, stat), path, mode, uid, gid } as Entry;
}

const startOf = (graft: Graft): ImagePath | undefined => (graft.kind === "tree" ? graft.at : undefined);

/** `isNew`: what the base has below counts no more. */
function openDirectory(path: ImagePath, here: readonly Cursor[], isNew: boolean) {
  const cursors = new Map<string, Cursor[]>();
  const add = (name: string, cursor: Cursor): void => {
    const known = cursors.get(name);
    if (known === undefined) cursors.set(name, [cursor]);
    else known.push(cursor);
  };
  for (const { graft, order, at } of here) {
    if (at === undefined) {
      const rest = graft.path.slice(path === root ? 0 : path.length + 1);
      const name = rest.split("/", 1)[0] ?? "";
      if (name !== "") add(name, { graft, order, at: rest === name ? startOf(graft) : undefined });
    } else if (graft.kind === "tree")
      for (const name of graft.source.list(at)) add(name, { graft, order, at: inSource(at, name) });
  }
  const names = [...cursors.keys()];
  if (here.length > 1) names.sort((a, b) => (a < b ? -1 : 1));
  return { path, cursors, names, next: 0, isNew };
}

function apply(
  before: Stat | undefined,
  path: ImagePath,
  here: readonly Cursor[],
  where: Location | undefined,
): State | undefined {
  let state: State | undefined = before && { stat: before, metadata: before, changed: false, replaced: false };
  for (const { graft, order, at } of here) {
    if (graft.kind === "directory") {
      if (graft.path !== path || state?.stat.type === "directory") continue;
      const { mode, uid, gid, mtime } = graft;
      const stat: Stat = { type: "directory", mode, uid, gid, mtime, size: 0, inode: 0, links: 2 };
      state = { stat, metadata: stat, changed: true, replaced: false };
    } else if (at !== undefined) state = put(state, graft, order, at, path, where) ?? state;
  }
  return state;
}

function put(
  state: State | undefined,
  graft: TreeGraft,
  order: number,
  at: ImagePath,
  path: ImagePath,
  where: Location | undefined,
): State | undefined {
  const stat = graft.source.lstat(at);
  if (stat === undefined) return undefined;
  const metadata = graft.metadata(stat, at);
  const fresh: State = {
    stat,
    metadata,
    from: { source: graft.source, at, order },
    changed: true,
    replaced: state?.replaced === true || (state?.stat.type === "directory" && stat.type !== "directory"),
  };
  if (state === undefined) return fresh;
  if (stat.type !== "directory") {
    if (state.stat.type === "directory" && !graft.replaces) throw ontoDirectory(path, where);
    return fresh;
  }
  if (state.stat.type !== "directory") {
    if (!graft.replaces) throw ontoFile(path, state.stat, where);
    return fresh;
  }
  return path === graft.path || graft.keeps?.(at) === true ? state : redescribed(state, fresh);
}

/** A directory below the copied one takes the source's metadata; one that is there at its top keeps its own. */
function redescribed(state: State, fresh: State): State {
  const xattrs = new Map([...(state.stat.xattrs ?? []), ...(fresh.stat.xattrs ?? [])]);
  const stat = xattrs.size === 0 ? fresh.stat : { ...fresh.stat, xattrs };
  const { mode, uid, gid } = state.metadata;
  const same =
    mode === fresh.metadata.mode &&
    uid === fresh.metadata.uid &&
    gid === fresh.metadata.gid &&
    sameXattrs(state.stat.xattrs, stat.xattrs);
  return same ? state : { ...fresh, stat };
}

/** Names of one file within one copied tree stay names of one file. */
function linked(entry: Entry, { stat, from }: State, links: Map<string, ImagePath>): Entry {
  if (entry.type !== "file" || stat.links < 2 || from === undefined) return entry;
  const key = `${from.order}:${stat.inode}`;
  const target = links.get(key);
  if (target === undefined) {
    links.set(key, entry.path);
    return entry;
  }
  const { content: _, ...metadata } = entry;
  return { ...metadata, type: "hardlink", target };
}

const ontoDirectory = (path: ImagePath, where?: Location) =>
  problem("copy/onto-directory", `${showPath(path)} is a directory in the image and a file would replace it`, {
    where,
    help: `Copy into the directory by writing the destination as ${showPath(path)}/, or remove it in a RUN before.`,
  });

const ontoFile = (path: ImagePath, { type }: Stat, where?: Location) =>
  problem("copy/onto-file", `${showPath(path)} is a ${type} in the image and a directory would replace it`, {
    where,
    help: `Copy to another destination, or remove ${showPath(path)} in a RUN before.`,
  });
