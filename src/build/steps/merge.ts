import type { Location } from "../../errors.ts";
import { Descent } from "../../oci/filesystem/descent.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, root } from "../../oci/filesystem/path.ts";
import type { Entry } from "../../oci/layer/changeset.ts";
import { entryOf } from "../../oci/layer/entry-of.ts";
import { type Applied, applyGrafts, type Cursor } from "./applied.ts";
import { type Graft, inSource } from "./graft.ts";

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
  const descent = new Descent(openDirectory(root, cursors, false));
  for (let path = descent.next(); path !== undefined; path = descent.next()) {
    const { directory } = descent;
    const here = directory.cursors.get(descent.name) ?? [];
    const before = directory.isNew ? undefined : base.lstat(path);
    const after = applyGrafts(before, path, here, where);
    if (after?.changed) {
      if (after.replaced && after.stat.type === "directory" && before?.type === "directory")
        yield { type: "opaque", path };
      yield linked(entryAt(path, after, base), after, links);
    }
    if (after?.stat.type === "directory")
      descent.enter(openDirectory(path, here, after.replaced || before?.type !== "directory"));
  }
}

function entryAt(path: ImagePath, { stat, metadata, from }: Applied, base: Filesystem): Entry {
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
  return { path, cursors, names, isNew };
}

/** Names of one file within one copied tree stay names of one file. */
function linked(entry: Entry, { stat, from }: Applied, links: Map<string, ImagePath>): Entry {
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
