import type { FileType } from "../../oci/filesystem/filesystem.ts";
import type { OpenFile } from "./open-file.ts";

/** stat(2). Times are nanoseconds since 1970. */
export interface FileStat {
  readonly type: FileType;
  /** The twelve permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Same device and inode: the same file. */
  readonly device: number;
  readonly inode: number;
  readonly links: number;
  readonly atime: bigint;
  readonly mtime: bigint;
  readonly ctime: bigint;
  /** Of a character or block device. */
  readonly special?: { readonly major: number; readonly minor: number };
}

export interface OpenFlags {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly append?: boolean;
  readonly create?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  readonly directory?: boolean;
  readonly noFollow?: boolean;
}

/** Follow the last name where it is a symlink. */
export interface Follow {
  readonly follow?: boolean;
}

/**
 * The system calls about files, as one process makes them: paths are latin1 byte strings, relative
 * ones begin in its working directory; its umask and its rights count. Each throws `SystemError` as
 * Linux does, and changes nothing then.
 */
export interface Files {
  stat(path: string): FileStat;
  lstat(path: string): FileStat;
  /** access(2) with the effective ids: throws EACCES and the like. */
  access(path: string, wanted: { readonly read?: boolean; readonly write?: boolean; readonly execute?: boolean }): void;
  /** Names in byte order, without "." and "..". */
  list(path: string): readonly string[];
  /**
   * The same with what each is, which costs less than asking for each (getdents(2)): for whoever walks a
   * tree. /proc and /sys are empty then, and a `Refusal` for `list`.
   */
  entries(path: string): readonly { readonly name: string; readonly type: FileType }[];
  readLink(path: string): string;
  /** Absolute and free of symlinks. */
  realPath(path: string): string;
  makeDirectory(path: string, mode?: number): void;
  removeDirectory(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  link(target: string, path: string, options?: Follow): void;
  symlink(target: string, path: string): void;
  makeNode(
    path: string,
    mode: number,
    node:
      | { readonly type: "fifo" }
      | { readonly type: "character" | "block"; readonly major: number; readonly minor: number },
  ): void;
  changeMode(path: string, mode: number): void;
  /** -1 leaves an id as it is. The setuid bits go as chown(2) says. */
  changeOwner(path: string, uid: number, gid: number, options?: Follow): void;
  /** "now", "keep", or nanoseconds. */
  setTimes(path: string, atime: bigint | "now" | "keep", mtime: bigint | "now" | "keep", options?: Follow): void;
  truncate(path: string, size: number): Promise<void>;
  /** `mode` is that of a file that is made, before umask; 0666 by default. */
  open(path: string, flags: OpenFlags, mode?: number): Promise<OpenFile>;
  /** Makes the content of `to`, an existing file, that of `from` without copying it. */
  clone(from: string, to: string): Promise<void>;
  xattrs(path: string, options?: Follow): ReadonlyMap<string, Uint8Array>;
  /** undefined removes. */
  setXattr(path: string, name: string, value: Uint8Array | undefined, options?: Follow): void;
}
