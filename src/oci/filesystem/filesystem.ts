import type { Digest } from "../digest.ts";
import type { ImagePath } from "./path.ts";

export type FileType = "file" | "directory" | "symlink" | "character" | "block" | "fifo";

/** What an image knows of one name. A socket cannot be in a layer. */
export interface Stat {
  readonly type: FileType;
  /** The twelve permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Whole seconds since 1970; may be negative. */
  readonly mtime: number;
  /** Bytes of content of a file; 0 for every other type. */
  readonly size: number;
  /** Names with the same number in one file system are hard links of one file. */
  readonly inode: number;
  readonly links: number;
  /** Target of a symlink, latin1 bytes, as stored. */
  readonly target?: string;
  readonly device?: { readonly major: number; readonly minor: number };
  /** Extended attributes by full name ("security.capability"), binary values. */
  readonly xattrs?: ReadonlyMap<string, Uint8Array>;
  /** sha256 of the content of a regular file. */
  readonly digest?: Digest;
}

/**
 * A tree of files, for reading only; nobody above knows whether there is a disk.
 * Paths are taken literally: symlinks are not followed (see `resolve.ts`).
 */
export interface Filesystem {
  /** undefined where there is no such name. The root always exists. */
  lstat(path: ImagePath): Stat | undefined;
  /** Names in a directory in byte order, latin1; empty for anything that is not a directory. */
  list(path: ImagePath): readonly string[];
  /** Content of a regular file. Rejects for any other type. */
  read(path: ImagePath): AsyncIterable<Uint8Array>;
}
