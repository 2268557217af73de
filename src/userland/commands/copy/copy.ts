import { SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import type { Answers } from "../answers.ts";
import { replaceByLink } from "../force-link.ts";
import type { Stdio } from "../stdio.ts";
import { tried } from "../tried.ts";
import { copyDirectory } from "./directory.ts";
import { makeTarget } from "./make-target.ts";
import { keyOf, type CopyOptions } from "./options.ts";
import { renameTo } from "./rename.ts";
import { clearWay } from "./way.ts";

/** What one run of cp, mv or install remembers. */
export interface Session {
  readonly io: Stdio;
  readonly answers: Answers;
  /** Where the file of a source's device and inode was copied to. */
  readonly copied: Map<string, string>;
  /** Targets of arguments by path and file, where there are several. */
  readonly targets: Set<string> | undefined;
  /** Sources of arguments, likewise. */
  readonly sources: Set<string> | undefined;
}

/** One name to be copied. */
export interface Item {
  readonly source: string;
  readonly target: string;
  /** Whether nothing can be at the target; undefined where that is to be looked up. */
  readonly isNew: boolean | undefined;
  readonly isArgument: boolean;
  /** Whether no argument comes after it. */
  readonly isLast: boolean;
  readonly parent: FileStat | undefined;
  readonly ancestors: readonly FileStat[];
  /** The argument that this is below, for messages. */
  readonly top: Top;
}

export interface Top {
  readonly source: string;
  readonly target: string;
  /** Where the first directory was made, absolute, without symlinks. */
  made: string | undefined;
}

export interface Result {
  readonly ok: boolean;
  /** Where a directory was to be copied into itself. */
  readonly intoSelf?: boolean;
  /** Nothing is left to be removed. */
  readonly renamed?: boolean;
}

export const failed: Result = { ok: false };

/** copy_internal of coreutils' src/copy.c. */
export async function copy(session: Session, item: Item, x: CopyOptions): Promise<Result> {
  const { io } = session;
  const { files } = io.proc;
  const { source, target } = item;
  // mv renames at once where nothing is in the way.
  const early = x.move ? tried<void>(() => renameNew(io, source, target)) : undefined;
  const renamed = x.move && !(early instanceof SystemError);
  if (x.move && x.interactive === "never" && early instanceof SystemError && early.code === "EEXIST")
    return { ok: true, renamed: true };
  const name = renamed ? target : source;
  const from = tried(() => (x.follow === "never" ? files.lstat(name) : files.stat(name)));
  if (from instanceof SystemError) {
    await io.complain(`cannot stat ${io.quoteaf(name)}: ${from.message}`);
    return failed;
  }
  if (from.type === "directory" && !x.recursive) {
    await io.complain(`${x.install ? "" : "-r not specified; "}omitting directory ${io.quoteaf(source)}`);
    return failed;
  }
  if (item.isArgument && session.sources !== undefined) {
    const key = `${keyOf(from)} ${source}`;
    if (from.type !== "directory" && x.backups.kind === "none" && session.sources.has(key)) {
      await io.complain(`warning: source file ${io.quoteaf(source)} specified more than once`);
      return { ok: true };
    }
    session.sources.add(key);
  }
  const way = renamed
    ? { isNew: true, to: undefined, backup: undefined }
    : await clearWay(session, item, from, x, x.move ? (early as SystemError) : undefined);
  if ("ok" in way) return way;
  if (x.verbose && !x.move && from.type !== "directory") await tellCopy(io, source, target, way.backup);
  const earlier = renamed ? undefined : earlierCopy(session, item, from, x);
  if (earlier !== undefined) {
    const known = await linkToEarlier(session, item, from, earlier, x);
    if (known !== undefined) return undo(io, known, way.backup, target);
  }
  if (x.move) {
    const moved = await renameTo(session, item, from, way, x, renamed, early);
    if (moved !== undefined) return undo(io, moved, way.backup, target);
  }
  const isNew = x.move || way.isNew;
  const made =
    from.type === "directory"
      ? await copyDirectory(session, item, from, { ...way, isNew }, x)
      : { ok: await makeTarget(session, item, from, { ...way, isNew }, x) };
  if (!made.ok && from.type !== "directory" && earlier === undefined) session.copied.delete(keyOf(from));
  return made.ok || from.type === "directory" ? made : undo(io, made, way.backup, target);
}

/** renameat2 with RENAME_NOREPLACE. */
function renameNew(io: Stdio, source: string, target: string): void {
  const { files } = io.proc;
  const there = tried(() => files.lstat(target));
  if (!(there instanceof SystemError)) {
    files.lstat(source);
    throw new SystemError("EEXIST", target);
  }
  files.rename(source, target);
}

export async function tellCopy(io: Stdio, source: string, target: string, backup: string | undefined): Promise<void> {
  const kept = backup === undefined ? "" : ` (backup: ${io.quoteaf(backup)})`;
  await io.put(`${io.quoteaf(source)} -> ${io.quoteaf(target)}${kept}\n`);
}

/** Where a file with several names went before; it is remembered from now on. */
function earlierCopy(
  { copied }: Session,
  { target, isArgument }: Item,
  from: FileStat,
  x: CopyOptions,
): string | undefined {
  const key = keyOf(from);
  const earlier = copied.get(key);
  const isDirectory = x.recursive && from.type === "directory";
  if ((isDirectory && !isArgument) || (!isDirectory && x.move && from.links === 1)) return earlier;
  const linked =
    x.preserveLinks &&
    !x.hardLink &&
    (from.links > 1 || (isArgument && x.follow === "arguments") || x.follow === "always");
  if (!isDirectory && !linked) return undefined;
  if (earlier === undefined) copied.set(key, target);
  return earlier;
}

/** Not copied again: linked, or refused where it is a directory; undefined where it is to be copied all the same. */
async function linkToEarlier(
  { io }: Session,
  { source, target, isArgument, top }: Item,
  from: FileStat,
  earlier: string,
  x: CopyOptions,
): Promise<Result | undefined> {
  const { files } = io.proc;
  if (from.type !== "directory") return { ok: await hardLink(io, earlier, target, true, x, false) };
  const same = (a: string, b: string) => tried(() => files.realPath(a)) === tried(() => files.realPath(b));
  if (same(source, earlier)) {
    await io.complain(`cannot copy a directory, ${io.quoteaf(top.source)}, into itself, ${io.quoteaf(top.target)}`);
    return { ok: false, intoSelf: true };
  }
  if (target === earlier) {
    await io.complain(`warning: source directory ${io.quoteaf(top.source)} specified more than once`);
    return { ok: true, renamed: true };
  }
  if (x.follow === "always" || (isArgument && x.follow === "arguments")) return undefined;
  await io.complain(`will not create hard link ${io.quoteaf(target)} to directory ${io.quoteaf(earlier)}`);
  return failed;
}

/** create_hard_link; what is in the way is removed where that is wanted. */
export async function hardLink(
  io: Stdio,
  source: string,
  target: string,
  replace: boolean,
  x: CopyOptions,
  follow: boolean,
): Promise<boolean> {
  const { files } = io.proc;
  const linked = tried<boolean>(() => {
    const first = tried<void>(() => files.link(source, target, { follow }));
    if (!(first instanceof SystemError)) return false;
    if (first.code !== "EEXIST" || !replace) throw first;
    replaceByLink(io.proc, target, (path) => files.link(source, path, { follow }));
    return true;
  });
  if (linked instanceof SystemError) {
    await io.complain(`cannot create hard link ${io.quoteaf(target)} to ${io.quoteaf(source)}: ${linked.message}`);
    return false;
  }
  if (linked && x.verbose) await io.put(`removed ${io.quoteaf(target)}\n`);
  return true;
}

/** What failed gets its old file back. */
async function undo(io: Stdio, result: Result, backup: string | undefined, target: string): Promise<Result> {
  if (result.ok || backup === undefined) return result;
  const back = tried<void>(() => io.proc.files.rename(backup, target));
  if (back instanceof SystemError) await io.complain(`cannot un-backup ${io.quoteaf(target)}: ${back.message}`);
  else await io.put(`${io.quoteaf(backup)} -> ${io.quoteaf(target)} (unbackup)\n`);
  return result;
}
