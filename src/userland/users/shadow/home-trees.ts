import { isErrno } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import type { Process } from "../../kernel/process.ts";

/** Ids before and after; `from` undefined for all, `to` undefined to keep. */
export interface OwnerChange {
  readonly from: { readonly uid: number; readonly gid: number } | undefined;
  readonly to: { readonly uid: number | undefined; readonly gid: number | undefined };
}

interface Copy extends OwnerChange {
  readonly proc: Process;
  /** The directories that the copy began with: links within the one are made links within the other. */
  readonly roots: { readonly source: string; readonly target: string };
  /** Where files with several names were copied to, by inode. */
  readonly linked: Map<string, string>;
}

/** Copies what is in a directory (shadow: libmisc/copydir.c, copy_tree): modes, times and links stay. Whether all went well. */
export async function copyTree(proc: Process, source: string, target: string, change: OwnerChange): Promise<boolean> {
  const copy: Copy = { proc, roots: { source, target }, linked: new Map(), ...change };
  return worked(async () => {
    if (proc.files.lstat(source).type !== "directory" || proc.files.lstat(target).type !== "directory") return;
    await copyContent(copy, source, target);
  });
}

/** shadow: libmisc/remove_tree.c. Whether all is gone. */
export async function removeTree(proc: Process, path: string): Promise<boolean> {
  return worked(() => remove(proc, path));
}

/** shadow: libmisc/chowndir.c. Whether all went well. */
export async function changeOwners(proc: Process, path: string, change: OwnerChange): Promise<boolean> {
  return worked(() => changeBeneath(proc, path, change));
}

async function worked(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

async function copyContent(copy: Copy, source: string, target: string): Promise<void> {
  const { files } = copy.proc;
  for (const name of files.list(source)) {
    await copy.proc.breathe();
    const [from, to] = [`${source}/${name}`, `${target}/${name}`];
    await copyEntry(copy, from, to, files.lstat(from));
  }
}

async function copyEntry(copy: Copy, from: string, to: string, stat: FileStat): Promise<void> {
  const { files } = copy.proc;
  if (stat.type === "symlink") {
    const { source, target } = copy.roots;
    const link = files.readLink(from);
    files.symlink(link.startsWith(source) ? `${target}${link.slice(source.length)}` : link, to);
  } else if (stat.type === "directory") files.makeDirectory(to, 0o700);
  else {
    const inode = `${stat.device}:${stat.inode}`;
    const other = copy.linked.get(inode);
    if (other !== undefined) return files.link(other, to);
    if (stat.links > 1) copy.linked.set(inode, to);
    if (stat.type !== "file") makeSpecial(copy.proc, to, stat);
    else {
      (await files.open(to, { write: true, create: true, exclusive: true }, 0o600)).close();
      await files.clone(from, to);
    }
  }
  const { uid, gid } = ownerAfter(stat, copy);
  files.changeOwner(to, uid ?? stat.uid, gid ?? stat.gid, { follow: false });
  if (stat.type !== "symlink") files.changeMode(to, stat.mode);
  if (stat.type === "directory") await copyContent(copy, from, to);
  files.setTimes(to, stat.atime, stat.mtime, { follow: false });
}

function makeSpecial(proc: Process, path: string, { type, special }: FileStat): void {
  if (type === "fifo") proc.files.makeNode(path, 0, { type });
  else if (type === "character" || type === "block")
    proc.files.makeNode(path, 0, { type, major: special?.major ?? 0, minor: special?.minor ?? 0 });
}

function ownerAfter({ uid, gid }: FileStat, { from, to }: OwnerChange) {
  return {
    uid: from === undefined || from.uid === uid ? to.uid : undefined,
    gid: from === undefined || from.gid === gid ? to.gid : undefined,
  };
}

async function changeBeneath(proc: Process, path: string, change: OwnerChange): Promise<void> {
  for (const name of proc.files.list(path)) {
    await proc.breathe();
    const entry = `${path}/${name}`;
    if (proc.files.lstat(entry).type === "directory") await changeBeneath(proc, entry, change);
    else changeOwner(proc, entry, change);
  }
  changeOwner(proc, path, change);
}

function changeOwner(proc: Process, path: string, change: OwnerChange): void {
  const { uid, gid } = ownerAfter(proc.files.lstat(path), change);
  if (uid !== undefined || gid !== undefined) proc.files.changeOwner(path, uid ?? -1, gid ?? -1, { follow: false });
}

async function remove(proc: Process, path: string): Promise<void> {
  for (const name of proc.files.list(path)) {
    await proc.breathe();
    const entry = `${path}/${name}`;
    if (proc.files.lstat(entry).type === "directory") await remove(proc, entry);
    else proc.files.unlink(entry);
  }
  proc.files.removeDirectory(path);
}
