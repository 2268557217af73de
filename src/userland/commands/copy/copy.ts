import { SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import type { Stdio } from "../stdio.ts";
import { tried } from "../tried.ts";
import { copyDirectory } from "./directory.ts";
import { hardLink } from "./hard-link.ts";
import { makeTarget } from "./make-target.ts";
import { keyOf, type CopyOptions } from "./options.ts";
import { renameTo } from "./rename.ts";
import { failed, type Item, type Result, type Session, tellCopy } from "./session.ts";
import { clearWay } from "./way.ts";

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
      ? await copyDirectory(session, item, from, { ...way, isNew, copy }, x)
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

/** What failed gets its old file back. */
async function undo(io: Stdio, result: Result, backup: string | undefined, target: string): Promise<Result> {
  if (result.ok || backup === undefined) return result;
  const back = tried<void>(() => io.proc.files.rename(backup, target));
  if (back instanceof SystemError) await io.complain(`cannot un-backup ${io.quoteaf(target)}: ${back.message}`);
  else await io.put(`${io.quoteaf(backup)} -> ${io.quoteaf(target)} (unbackup)\n`);
  return result;
}
