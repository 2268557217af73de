import { isRoot } from "../../kernel/credentials.ts";
import { SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import type { Process } from "../../kernel/process.ts";
import type { Stdio } from "../stdio.ts";
import { tried, triedLater } from "../tried.ts";
import type { CopyOptions } from "./options.ts";

const chunk = 1 << 17;

/** What copy_reg needs to know of source and target. */
export interface RegularCopy {
  readonly source: string;
  readonly target: string;
  readonly from: FileStat;
  readonly isNew: boolean;
  /** Permission bits that a new file gets, and those that are withheld until its owner is right. */
  readonly mode: number;
  readonly omitted: number;
}

/** Copies the content of one file, and what is preserved of it (copy_reg of coreutils' src/copy.c); whether it worked. */
export async function copyRegular(io: Stdio, copy: RegularCopy, x: CopyOptions): Promise<boolean> {
  const { files } = io.proc;
  const { source, target, from } = copy;
  const input = await triedLater(() => files.open(source, { read: true, noFollow: x.follow === "never" }));
  if (input instanceof SystemError) {
    await io.complain(`cannot open ${io.quoteaf(source)} for reading: ${input.message}`);
    return false;
  }
  try {
    const opened = await openTarget(io, copy, x);
    if (opened === undefined) return false;
    const before = opened.file.stat();
    try {
      if (x.data && !(await fill(io, input, opened.file, source, target))) return false;
    } finally {
      opened.file.close();
    }
    return await finish(io, { ...copy, isNew: opened.isNew, omitted: opened.isNew ? copy.omitted : 0 }, before, x);
  } finally {
    input.close();
  }

  async function fill(io: Stdio, input: OpenFile, output: OpenFile, source: string, target: string): Promise<boolean> {
    if (from.type === "file" && output.stat().type === "file" && from.size > 0) {
      const cloned = await triedLater(() => files.clone(source, target));
      if (!(cloned instanceof SystemError)) return true;
    }
    return pour(io, input, output, source, target);
  }
}

async function pour(io: Stdio, input: OpenFile, output: OpenFile, source: string, target: string): Promise<boolean> {
  for (;;) {
    const bytes = await triedLater(() => input.read(chunk));
    if (bytes instanceof SystemError) {
      await io.complain(`error reading ${io.quoteaf(source)}: ${bytes.message}`);
      return false;
    }
    if (bytes.length === 0) return true;
    const written = await triedLater(() => output.write(bytes));
    if (written instanceof SystemError) {
      await io.complain(`error writing ${io.quoteaf(target)}: ${written.message}`);
      return false;
    }
    const pause = io.proc.breathe();
    if (pause) await pause;
  }
}

async function openTarget(
  io: Stdio,
  { source, target, isNew, mode, omitted }: RegularCopy,
  x: CopyOptions,
): Promise<{ file: OpenFile; isNew: boolean } | undefined> {
  const { files } = io.proc;
  let fails: SystemError | undefined;
  if (!isNew) {
    const file = await triedLater(() => files.open(target, { write: true, truncate: x.data }));
    if (!(file instanceof SystemError)) return { file, isNew };
    fails = file;
    if (file.code !== "ENOENT" && x.unlinkAfterFailedOpen) {
      const removed = tried<void>(() => files.unlink(target));
      if (removed instanceof SystemError && removed.code !== "ENOENT") {
        await io.complain(`cannot remove ${io.quoteaf(target)}: ${removed.message}`);
        return undefined;
      }
      if (!(removed instanceof SystemError) && x.verbose) await io.put(`removed ${io.quoteaf(target)}\n`);
      fails = undefined;
    } else if (file.code === "ENOENT") fails = undefined;
  }
  if (fails === undefined) {
    const bits = (mode & ~omitted) | (x.preserveXattrs && !isRoot(io.proc.credentials) ? 0o200 : 0);
    const made = await create(io, target, bits, x);
    if (made === undefined) return undefined;
    if (!(made instanceof SystemError)) return { file: made, isNew: true };
    fails = made.code === "EISDIR" && target.endsWith("/") ? new SystemError("ENOTDIR") : made;
  }
  void source;
  await io.complain(`cannot create regular file ${io.quoteaf(target)}: ${fails.message}`);
  return undefined;
}

async function create(
  io: Stdio,
  target: string,
  mode: number,
  x: CopyOptions,
): Promise<OpenFile | SystemError | undefined> {
  const { files } = io.proc;
  const made = await triedLater(() => files.open(target, { write: true, create: true, exclusive: true }, mode));
  if (!(made instanceof SystemError) || made.code !== "EEXIST" || x.move) return made;
  if (tried(() => files.readLink(target)) instanceof SystemError) return made;
  if (x.throughDangling) return triedLater(() => files.open(target, { write: true, create: true }, mode));
  await io.complain(`not writing through dangling symlink ${io.quoteaf(target)}`);
  return undefined;
}

async function finish(io: Stdio, copy: RegularCopy, before: FileStat, x: CopyOptions): Promise<boolean> {
  const { files } = io.proc;
  const { source, target, from, isNew, mode, omitted } = copy;
  let ok = true;
  let bits = from.mode;
  if (x.preserveTimes) {
    const set = tried<void>(() => files.setTimes(target, from.atime, from.mtime));
    if (set instanceof SystemError) {
      await io.complain(`preserving times for ${io.quoteaf(target)}: ${set.message}`);
      if (x.require) return false;
    }
  }
  if (x.preserveOwner && (from.uid !== before.uid || from.gid !== before.gid)) {
    const owned = await setOwner(io, target, from, isNew ? undefined : before, x);
    if (owned === "failed") return false;
    if (owned === "kept") bits &= 0o777;
  }
  if (x.preserveXattrs) copyXattrs(io.proc, source, target);
  if (x.preserveMode || x.move) ok = await setMode(io, target, bits, x.require);
  else if (x.mode !== undefined) ok = await setMode(io, target, x.mode, true);
  else if (x.explicitNoMode && isNew) ok = await setMode(io, target, 0o666 & ~io.proc.umask, true);
  else if (omitted !== 0 && (omitted & ~io.proc.umask) !== 0)
    ok = await setMode(io, target, mode & ~io.proc.umask, x.require);
  return ok;
}

/** copy_acl and set_acl, of files without lists. */
export async function setMode(io: Stdio, target: string, mode: number, required: boolean): Promise<boolean> {
  const set = tried<void>(() => io.proc.files.changeMode(target, mode & 0o7777));
  if (!(set instanceof SystemError)) return true;
  await io.complain(`preserving permissions for ${io.quoteaf(target)}: ${set.message}`);
  return !required;
}

/** set_owner: "kept" where only root could have changed it. */
export async function setOwner(
  io: Stdio,
  target: string,
  { uid, gid, mode }: FileStat,
  old: FileStat | undefined,
  x: CopyOptions,
  follow = true,
): Promise<"changed" | "kept" | "failed"> {
  const { files, credentials } = io.proc;
  // Nobody may use the new owner's file with the old one's rights.
  const wanted = x.preserveMode || x.move ? mode : x.mode;
  if (old !== undefined && wanted !== undefined && (old.mode & (~wanted | 0o7000)) !== 0)
    tried<void>(() => files.changeMode(target, old.mode & wanted & 0o700));
  const owned = tried<void>(() => files.changeOwner(target, uid, gid, { follow }));
  if (!(owned instanceof SystemError)) return "changed";
  if (owned.code === "EPERM" || owned.code === "EINVAL")
    tried<void>(() => files.changeOwner(target, -1, gid, { follow }));
  if (!isRoot(credentials) && (owned.code === "EPERM" || owned.code === "EINVAL")) return "kept";
  await io.complain(`failed to preserve ownership for ${io.quoteaf(target)}: ${owned.message}`);
  return x.require ? "failed" : "kept";
}

/** Those that the writer may set; what cannot be set is left away without a word, as with -a and mv. */
export function copyXattrs({ files }: Process, source: string, target: string, follow = true): void {
  const all = tried(() => files.xattrs(source, { follow }));
  if (all instanceof SystemError) return;
  for (const [name, value] of all) tried<void>(() => files.setXattr(target, name, value, { follow }));
}
