import type { FileType } from "../oci/filesystem/filesystem.ts";

/** Where modes come from: `git` is 0755 or 0644 by git's index or an x bit, `keep` the source's own. */
export type Modes = "git" | "keep";

/** The modes that git knows: what is executable for somebody is for all. */
export const gitMode = (type: FileType | "socket", mode: number): number =>
  type === "symlink" ? 0o777 : type === "directory" || mode & 0o111 ? 0o755 : 0o644;
