import type { Location } from "../../errors.ts";
import type { Filesystem, Stat } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, showPath } from "../../oci/filesystem/path.ts";
import { sameXattrs } from "../../oci/filesystem/xattrs.ts";
import { problem } from "./errors.ts";
import type { Graft, Metadata } from "./graft.ts";

/** A graft seen from a directory: one that leads further down, or one whose tree covers it. */
export interface Cursor {
  readonly graft: Graft;
  /** Position in the list of grafts: later ones win. */
  readonly order: number;
  /** The directory in the graft's source; undefined where the graft begins further down. */
  readonly at: ImagePath | undefined;
}

type TreeGraft = Extract<Graft, { readonly kind: "tree" }>;

/** What a name is, while the grafts are applied to it one after the other. */
export interface Applied {
  readonly stat: Stat;
  readonly metadata: Metadata;
  /** Absent while it is what the base has, unchanged. */
  readonly from?: { readonly source: Filesystem; readonly at: ImagePath; readonly order: number };
  readonly changed: boolean;
  /** A directory of the base was taken away here before. */
  readonly replaced: boolean;
}

/** What a name becomes. Throws `copy/onto-directory` and `copy/onto-file`. */
export function applyGrafts(
  before: Stat | undefined,
  path: ImagePath,
  here: readonly Cursor[],
  where: Location | undefined,
): Applied | undefined {
  let state: Applied | undefined = before && { stat: before, metadata: before, changed: false, replaced: false };
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
  state: Applied | undefined,
  graft: TreeGraft,
  order: number,
  at: ImagePath,
  path: ImagePath,
  where: Location | undefined,
): Applied | undefined {
  const stat = graft.source.lstat(at);
  if (stat === undefined) return undefined;
  const metadata = graft.metadata(stat, at);
  const fresh: Applied = {
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
  const effect = path === graft.path ? "nothing" : graft.onExisting?.(at);
  if (effect === "mode") return withMode(state, stat.mode);
  const described = effect === "nothing" ? state : redescribed(state, fresh);
  return graft.dates === true ? withTime(described, stat.mtime) : described;
}

/** fsutil's copyDirectoryOnly: the source's own mode, whatever --chmod says. */
const withMode = (state: Applied, mode: number): Applied =>
  state.metadata.mode === mode ? state : { ...state, metadata: { ...state.metadata, mode }, changed: true };

const withTime = (state: Applied, mtime: number): Applied =>
  state.stat.mtime === mtime ? state : { ...state, stat: { ...state.stat, mtime }, changed: true };

/** A directory below the copied one takes the source's metadata; one that is there at its top keeps its own. */
function redescribed(state: Applied, fresh: Applied): Applied {
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

const ontoDirectory = (path: ImagePath, where?: Location) =>
  problem("copy/onto-directory", `${showPath(path)} is a directory in the image and a file would replace it`, {
    where,
    help: `copy into the directory by writing the destination as ${showPath(path)}/, or remove it in a RUN before`,
  });

const ontoFile = (path: ImagePath, { type }: Stat, where?: Location) =>
  problem("copy/onto-file", `${showPath(path)} is a ${type} in the image and a directory would replace it`, {
    where,
    help: `copy to another destination, or remove ${showPath(path)} in a RUN before`,
  });
