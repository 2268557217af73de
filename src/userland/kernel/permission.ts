import { type Credentials, isIn, isRoot } from "./credentials.ts";
import { SystemError } from "./errno.ts";
import type { Node } from "./node.ts";

export const may = { execute: 1, write: 2, read: 4 } as const;

/** generic_permission(): root may all but execute what nobody may; others what their class may. */
export function permits(node: Node, wanted: number, who: Credentials): boolean {
  if (isRoot(who)) return (wanted & may.execute) === 0 || node.type === "directory" || (node.mode & 0o111) !== 0;
  const shift = node.uid === who.uid ? 6 : isIn(who, node.gid) ? 3 : 0;
  return ((node.mode >> shift) & wanted) === wanted;
}

export function demand(node: Node, wanted: number, who: Credentials, path: string): void {
  if (!permits(node, wanted, who)) throw new SystemError("EACCES", path);
}

/** What only the owner and root may: chmod, utimes with a time, … */
export function demandOwner(node: Node, who: Credentials, path: string): void {
  if (!isRoot(who) && node.uid !== who.uid) throw new SystemError("EPERM", path);
}

/** Whether a name may be taken away from a directory with the sticky bit (may_delete, check_sticky). */
export function demandRemovable(directory: Node, node: Node, who: Credentials, path: string): void {
  if ((directory.mode & 0o1000) === 0 || isRoot(who)) return;
  if (node.uid !== who.uid && directory.uid !== who.uid) throw new SystemError("EPERM", path);
}

/** fs.protected_hardlinks, which every distribution sets: others' files only where they could be written, and hold no privileges. */
export function mayLink(node: Node, who: Credentials): boolean {
  if (isRoot(who) || node.uid === who.uid) return true;
  const privileged = (node.mode & 0o4000) !== 0 || (node.mode & 0o2010) === 0o2010;
  return node.type === "file" && !privileged && permits(node, may.read | may.write, who);
}
