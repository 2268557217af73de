import type { Filesystem, Stat } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, join, root } from "../../oci/filesystem/path.ts";
import { resolvePath } from "../../oci/filesystem/resolve.ts";
import type { Archive } from "../../oci/layer/archive.ts";
import { below, type Graft, inSource } from "./graft.ts";
import type { Owner } from "./users.ts";

type Looks = Pick<Filesystem, "lstat">;

/**
 * Grafts that unpack an archive into the directory `destination` as moby's archive.Untar does:
 * entries replace what is in their way, directories are merged and take the archive's metadata,
 * its own top does not. A parent that the archive does not describe may be a symlink in the image
 * (`lib` to `usr/lib`): it is followed, with the destination as root.
 */
export function* unpacking(
  archive: Archive,
  destination: ImagePath,
  owner: Owner | undefined,
  view: Looks,
): Generator<Graft> {
  yield* unpackAt(root, destination);

  function* unpackAt(at: ImagePath, path: ImagePath): Generator<Graft> {
    const links = [...linkedParents(archive, at, path, view)];
    yield {
      kind: "tree",
      path,
      source: links.length === 0 ? archive.tree : without(archive.tree, links),
      at,
      replaces: true,
      onExisting: (member) => (archive.isImplied(member) ? "nothing" : undefined),
      metadata: (stat, member) =>
        stat.type === "directory" && archive.isImplied(member) ? stat : metadataOf(stat, owner),
    };
    for (const link of links) {
      const within = join(path, below(at, link) ?? "").slice(destination === "" ? 0 : destination.length + 1);
      const inside: Looks = { lstat: (name) => view.lstat(inSource(destination, name)) };
      yield* unpackAt(link, inSource(destination, resolvePath(inside, within).path));
    }
  }
}

function metadataOf({ type, mode, uid, gid }: Stat, owner: Owner | undefined) {
  return { ...(owner ?? { uid, gid }), mode: type === "symlink" ? 0o777 : mode };
}

/** Directories that only the names of other members imply, where the image has a symlink. */
function* linkedParents(archive: Archive, at: ImagePath, path: ImagePath, view: Looks): Generator<ImagePath> {
  for (const name of archive.tree.list(at)) {
    const member = join(at, name);
    if (archive.tree.lstat(member)?.type !== "directory" || !archive.isImplied(member)) continue;
    const there = view.lstat(join(path, name));
    if (there?.type === "symlink") yield member;
    else if (there?.type === "directory") yield* linkedParents(archive, member, join(path, name), view);
  }
}

/** A tree without some of its directories. */
function without(tree: Filesystem, hidden: readonly ImagePath[]): Filesystem {
  const isHidden = (path: ImagePath): boolean => hidden.some((one) => below(one, path) !== undefined);
  return {
    lstat: (path) => (isHidden(path) ? undefined : tree.lstat(path)),
    list: (path) => tree.list(path).filter((name) => !isHidden(join(path, name))),
    read: (path) => tree.read(path),
  };
}
