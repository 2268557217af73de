import type { Digest } from "../digest.ts";
import type { FileType, Stat } from "./filesystem.ts";

/** What a row describes: a file, or one of the three things that only a layer has. */
export type Kind = FileType | "hardlink" | "whiteout" | "opaque";
export const kinds: readonly Kind[] = [
  "file",
  "directory",
  "symlink",
  "character",
  "block",
  "fifo",
  "hardlink",
  "whiteout",
  "opaque",
];

/** The number that stands for each kind in a table and in an index on disk. */
export const codes = Object.fromEntries(kinds.map((kind, code) => [kind, code])) as Readonly<Record<Kind, number>>;

export type Xattrs = ReadonlyMap<string, Uint8Array>;
/** Pairs of offset and length of the parts of a sparse file that are stored, in order, one after the other. */
export type SparseMap = readonly number[];

export interface NewNode {
  readonly kind: Kind;
  /** The directory it is in; "" also where it does not matter. */
  readonly directory: string;
  readonly name: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: number;
  readonly size?: number;
  /** Where its content begins in what the table describes. */
  readonly offset?: number;
  /** Of a symlink or hard link. */
  readonly target?: string | undefined;
  readonly device?: Stat["device"] | undefined;
  readonly digest?: Digest | undefined;
  readonly xattrs?: Xattrs | undefined;
  readonly sparse?: SparseMap | undefined;
}
