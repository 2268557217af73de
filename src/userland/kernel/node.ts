import type { Digest } from "../../oci/digest.ts";
import type { FileType } from "../../oci/filesystem/filesystem.ts";
import type { ImagePath } from "../../oci/filesystem/path.ts";
import type { FileStat } from "./files.ts";
import type { Written } from "./written.ts";

/** Content of a file of the tree below, which nobody changes. */
export interface Untouched {
  readonly path: ImagePath;
  readonly size: number;
  readonly digest: Digest | undefined;
}

export interface NodeFields {
  readonly type: FileType;
  mode: number;
  uid: number;
  gid: number;
  atime: bigint;
  mtime: bigint;
  ctime: bigint;
  links: number;
  xattrs: ReadonlyMap<string, Uint8Array>;
  /** Of a symlink. */
  readonly target: string;
  /** Of a device. */
  readonly special: FileStat["special"];
  /** Of a file. */
  content: Untouched | Written | undefined;
  /** Whether another file may have the same content, which is then copied before it changes. */
  shared: boolean;
}

/** An inode. Its disk alone changes it. */
export interface Node extends NodeFields {
  readonly inode: number;
  /** Where the tree below has it, by the name it was first found by; undefined for one that was made here. */
  readonly origin: ImagePath | undefined;
  /** Of a directory: names that were looked up as directories, made or moved here; undefined for those taken away. */
  readonly entries: Map<string, Node | undefined>;
}

export const isWritten = (content: Node["content"]): content is Written =>
  content !== undefined && !("path" in content);

export function sizeOf({ type, content, target }: Node): number {
  if (type === "file") return content?.size ?? 0;
  if (type === "symlink") return target.length;
  // What ext4 says of a directory that fits in a block.
  return type === "directory" ? 4096 : 0;
}
