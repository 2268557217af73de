/** An object of git's, without its header. */
export interface GitObject {
  /** "commit", "tree", "blob" or "tag". */
  readonly type: string;
  readonly data: Buffer;
}
