import type { Digest } from "../digest.ts";
import type { ImagePath } from "../filesystem/path.ts";

interface Common {
  readonly path: ImagePath;
}

interface Metadata extends Common {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Whole seconds since 1970. */
  readonly mtime: number;
  readonly xattrs?: ReadonlyMap<string, Uint8Array>;
}

/** Content of a file whose digest is known before it is sealed. `open` can be called again. */
export interface Content {
  readonly size: number;
  readonly digest: Digest;
  open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export type FileEntry = Metadata & { readonly type: "file"; readonly content: Content };

/**
 * One change to a tree. A hard link names a path that an earlier entry of the same changeset
 * made. A whiteout removes the name `path`; an opaque entry empties the directory `path` of
 * everything below (image-spec layer.md).
 */
export type Entry =
  | FileEntry
  | (Metadata & { readonly type: "directory" })
  | (Metadata & { readonly type: "symlink"; readonly target: string })
  | (Metadata & { readonly type: "hardlink"; readonly target: ImagePath })
  | (Metadata & {
      readonly type: "character" | "block";
      readonly device: { readonly major: number; readonly minor: number };
    })
  | (Metadata & { readonly type: "fifo" })
  | (Common & { readonly type: "whiteout" })
  | (Common & { readonly type: "opaque" });

/**
 * What a step did to a tree, not sealed: it has no digest to ask for. `entries` may be called
 * more than once and gives the same each time: parents before children, names in byte order,
 * a hard link after its target, no path twice (the root may be there, as "").
 */
export interface Changeset extends AsyncDisposable {
  entries(): AsyncIterable<Entry> | Iterable<Entry>;
}
