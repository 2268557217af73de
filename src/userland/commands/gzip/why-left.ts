import type { FileStat } from "../../kernel/files.ts";

/** Why a file is not replaced by its other form; undefined where it is. */
export function whyLeft({ type, mode, links }: FileStat, force: boolean): string | undefined {
  if (type !== "file") return "is not a directory or a regular file - ignored";
  if ((mode & 0o4000) !== 0) return "is set-user-ID on execution - ignored";
  if ((mode & 0o2000) !== 0) return "is set-group-ID on execution - ignored";
  if (force) return undefined;
  if ((mode & 0o1000) !== 0) return "has the sticky bit set - file ignored";
  return links > 1 ? `has ${links - 1} other link${links === 2 ? "" : "s"} -- file ignored` : undefined;
}
