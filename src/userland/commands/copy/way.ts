import { isRoot } from "../../kernel/credentials.ts";
import { SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import { backupName } from "../backup.ts";
import { isDots, lastComponent } from "../file-names.ts";
import { modeString } from "../../../oci/filesystem/mode-string.ts";
import { tried } from "../tried.ts";
import { failed, type Item, type Result, type Session } from "./session.ts";
import { type CopyOptions, isSame, keyOf } from "./options.ts";
import { sameFile } from "./same-file.ts";

/** What is at the target once nothing is in the way. */
export interface Way {
  readonly isNew: boolean;
  readonly to: FileStat | undefined;
  /** Where the old one went. */
  readonly backup: string | undefined;
}

/** Looks at the target, asks, keeps a backup or removes what is there; a `Result` where nothing is to be copied. */
export async function clearWay(
  session: Session,
  item: Item,
  from: FileStat,
  x: CopyOptions,
  early: SystemError | undefined,
): Promise<Way | Result> {
  const { io } = session;
  const { files } = io.proc;
  const { source, target } = item;
  const looksAtLink =
    (from.type !== "file" && (!x.asRegular || from.type === "directory" || from.type === "symlink")) ||
    x.move ||
    x.symbolicLink ||
    x.hardLink ||
    x.backups.kind !== "none" ||
    x.unlinkBefore;
  const to = item.isNew === true ? undefined : tried(() => (looksAtLink ? files.lstat(target) : files.stat(target)));
  if (to instanceof SystemError && to.code !== "ENOENT" && !(to.code === "ELOOP" && x.unlinkAfterFailedOpen)) {
    await io.complain(`cannot stat ${io.quoteaf(target)}: ${to.message}`);
    return failed;
  }
  const way: Way = {
    isNew: to === undefined || (to instanceof SystemError && to.code === "ENOENT"),
    to: undefined,
    backup: undefined,
  };
  if (await throughNewLink(session, item, x)) return failed;
  if (to === undefined || to instanceof SystemError) {
    void early;
    return way;
  }
  const same = x.interactive === "never" ? "ok" : sameFile(files, source, from, target, to, x);
  if (same === "same") {
    await io.complain(`${io.quoteaf(source)} and ${io.quoteaf(target)} are the same file`);
    return failed;
  }
  if (x.update && from.type !== "directory" && to.mtime >= from.mtime) return { ok: true, renamed: true };
  if (!(await mayOverwrite(session, target, from, to, x))) return { ok: true, renamed: true };
  if (same === "done") return { ok: true };
  const wrong = await mismatch(session, item, from, to, x);
  return wrong ? failed : replaced(session, item, from, to, x);
}

async function throughNewLink(
  { io, targets }: Session,
  { source, target, isArgument }: Item,
  x: CopyOptions,
): Promise<boolean> {
  if (!isArgument || targets === undefined || x.move || x.backups.kind !== "none") return false;
  const link = tried(() => io.proc.files.lstat(target));
  if (link instanceof SystemError || link.type !== "symlink" || !targets.has(`${keyOf(link)} ${target}`)) return false;
  await io.complain(`will not copy ${io.quoteaf(source)} through just-created symlink ${io.quoteaf(target)}`);
  return true;
}

async function mayOverwrite(
  { io, answers }: Session,
  target: string,
  from: FileStat,
  to: FileStat,
  x: CopyOptions,
): Promise<boolean> {
  if (!x.move && from.type === "directory") return true;
  if (x.interactive === "never") return false;
  if (x.interactive !== "ask") return true;
  const { files, credentials } = io.proc;
  const writable =
    to.type === "symlink" ||
    isRoot(credentials) ||
    !(tried<void>(() => files.access(target, { write: true })) instanceof SystemError);
  const name = io.quoteaf(target);
  await io.flush();
  if (writable) return answers.yes(`${io.name}: overwrite ${name}? `);
  const bits = to.mode.toString(8).padStart(4, "0");
  const mode = modeString(to).slice(1);
  return answers.yes(
    x.move || x.unlinkBefore || x.unlinkAfterFailedOpen
      ? `${io.name}: replace ${name}, overriding mode ${bits} (${mode})? `
      : `${io.name}: unwritable ${name} (mode ${bits}, ${mode}); try anyway? `,
  );
}

/** Whether a directory and something else do not go together, or an argument would be overwritten by the next. */
async function mismatch(
  { io, targets }: Session,
  { source, target, isArgument }: Item,
  from: FileStat,
  to: FileStat,
  x: CopyOptions,
) {
  const [one, other] = [io.quoteaf(target), io.quoteaf(source)];
  const saved = x.move && x.backups.kind !== "none";
  const wrong = (message: string) => io.complain(message).then(() => true);
  if (to.type !== "directory") {
    if (from.type === "directory" && !saved)
      return wrong(`cannot overwrite non-directory ${one} with directory ${other}`);
    if (isArgument && x.backups.kind !== "numbered" && targets?.has(`${keyOf(to)} ${target}`) === true)
      return wrong(`will not overwrite just-created ${one} with ${other}`);
  }
  if (from.type !== "directory" && to.type === "directory" && !saved)
    return wrong(`cannot overwrite directory ${one} with non-directory`);
  return false;
}

async function replaced(
  { io }: Session,
  { source, target }: Item,
  from: FileStat,
  to: FileStat,
  x: CopyOptions,
): Promise<Way | Result> {
  const { files } = io.proc;
  const base = lastComponent(source);
  if (x.backups.kind !== "none" && !isDots(base) && (x.move || to.type !== "directory")) {
    if (x.backups.kind !== "numbered" && base === lastComponent(target) + x.backups.suffix) {
      const backup = tried(() => files.stat(target + x.backups.suffix));
      if (!(backup instanceof SystemError) && isSame(backup, from)) {
        const what = x.move ? "moved" : "copied";
        await io.complain(`backing up ${io.quoteaf(target)} might destroy source;  ${io.quoteaf(source)} not ${what}`);
        return failed;
      }
    }
    const backup = backupName(files, target, x.backups);
    const renamed = tried<void>(() => files.rename(target, backup));
    if (!(renamed instanceof SystemError)) return { isNew: true, to, backup };
    if (renamed.code === "ENOENT") return { isNew: true, to, backup: undefined };
    await io.complain(`cannot backup ${io.quoteaf(target)}: ${renamed.message}`);
    return failed;
  }
  const unlinks =
    to.type !== "directory" &&
    !x.move &&
    (x.unlinkBefore ||
      (x.data && ((x.preserveLinks && to.links > 1) || (x.follow === "never" && from.type !== "file"))));
  if (!unlinks) return { isNew: false, to, backup: undefined };
  const removed = tried<void>(() => files.unlink(target));
  if (removed instanceof SystemError && removed.code !== "ENOENT") {
    await io.complain(`cannot remove ${io.quoteaf(target)}: ${removed.message}`);
    return failed;
  }
  if (x.verbose) await io.put(`removed ${io.quoteaf(target)}\n`);
  return { isNew: true, to, backup: undefined };
}
