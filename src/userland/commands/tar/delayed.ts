/** What a directory gets when nothing more is put into it. */
export interface Later {
  path: string;
  name: string;
  mode: number;
  uid: number;
  gid: number;
  mtime: bigint;
  /** Made without a member that describes it. */
  interdir: boolean;
  follow: boolean;
  /** It waits until links have been made. */
  afterLinks: boolean;
  /** Device and inode, once known. */
  identity: string;
}

/** A link that is made last: until then an empty file holds its place. */
export interface Placeholder {
  readonly identity: string;
  readonly symlink: boolean;
  readonly target: string;
  readonly base: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: bigint;
  /** Paths, the last found first, and their names. */
  readonly sources: { readonly path: string; readonly name: string }[];
}

export const identityOf = ({ device, inode }: { readonly device: number; readonly inode: number }): string =>
  `${device}:${inode}`;
