import type { Filesystem, Stat } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, showPath } from "../../oci/filesystem/path.ts";
import type { Content, Entry } from "../../oci/layer/changeset.ts";
import type { Metadata } from "./graft.ts";

/** A file of a tree as a change that makes it at `path`. `from` says where its content is. */
export function entryOf(
  path: ImagePath,
  stat: Stat,
  { mode, uid, gid }: Metadata,
  from: { readonly source: Filesystem; readonly at: ImagePath } | undefined,
): Entry {
  const { type, mtime, xattrs } = stat;
  const common = { path, mode, uid, gid, mtime, ...(xattrs === undefined ? {} : { xattrs }) };
  if (type === "file") return { ...common, type, content: contentOf(stat, from?.source, from?.at ?? path) };
  if (type === "symlink") return { ...common, mode: 0o777, type, target: stat.target ?? "" };
  if (type === "character" || type === "block")
    return { ...common, type, device: stat.device ?? { major: 0, minor: 0 } };
  return { ...common, type };
}

function contentOf(stat: Stat, source: Filesystem | undefined, at: ImagePath): Content {
  const { size, digest } = stat;
  if (digest === undefined || source === undefined) throw new Error(`${showPath(at)} has no digest`);
  return { size, digest, open: () => source.read(at) };
}

export function sameXattrs(one: Stat["xattrs"], other: Stat["xattrs"]): boolean {
  if ((one?.size ?? 0) !== (other?.size ?? 0)) return false;
  for (const [name, value] of one ?? []) {
    const found = other?.get(name);
    if (found === undefined || !Buffer.from(value).equals(found)) return false;
  }
  return true;
}
