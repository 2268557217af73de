import { isRoot } from "../../kernel/credentials.ts";
import { SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import { copyTo } from "./copy-to.ts";
import { joinNames, stripTrailingSlashes } from "../file-names.ts";
import { tried } from "../tried.ts";
import type { Session } from "./session.ts";
import { setMode } from "./copy-file.ts";
import type { CopyOptions } from "./options.ts";

interface Above {
  readonly path: string;
  readonly from: FileStat;
  /** Bits to be set at the end, where they differ from those it was made with. */
  readonly mode: number | undefined;
}

/** cp --parents: the source's directories are made below the target, like the source's own. */
export async function copyWithParents(
  session: Session,
  source: string,
  directory: string,
  x: CopyOptions,
): Promise<boolean> {
  const made: Above[] = [];
  const target = joinNames(directory, stripTrailingSlashes(source));
  if (!(await makeAbove(session, stripTrailingSlashes(source), directory, x, made))) return false;
  const ok = await copyTo(session, source, target, undefined, x);
  return (await protect(session, made, x)) && ok;
}

async function makeAbove(
  { io }: Session,
  source: string,
  directory: string,
  x: CopyOptions,
  made: Above[],
): Promise<boolean> {
  const { files, umask } = io.proc;
  for (const { index } of source.matchAll(/\/+(?=[^/])/g)) {
    const from = source.slice(0, index);
    if (from === "") continue;
    const path = joinNames(directory, from);
    const there = tried(() => files.stat(path));
    if (!(there instanceof SystemError)) {
      if (there.type !== "directory") {
        await io.complain(`${io.quoteaf(path)} exists but is not a directory`);
        return false;
      }
      if (!(x.preserveOwner || x.preserveMode || x.preserveTimes)) continue;
    }
    const stat = tried(() => files.stat(from));
    const wrong =
      stat instanceof SystemError ? stat : stat.type === "directory" ? undefined : new SystemError("ENOTDIR");
    if (wrong !== undefined || stat instanceof SystemError) {
      await io.complain(`failed to get attributes of ${io.quoteaf(from)}: ${wrong!.message}`);
      return false;
    }
    if (!(there instanceof SystemError)) {
      made.unshift({ path, from: stat, mode: undefined });
      continue;
    }
    const omitted = stat.mode & (x.preserveOwner ? 0o077 : x.preserveMode ? 0o022 : 0);
    const mode = (x.explicitNoMode ? 0o777 : stat.mode) & 0o7777 & ~omitted;
    const failed = tried<void>(() => files.makeDirectory(path, mode));
    if (failed instanceof SystemError) {
      await io.complain(`cannot make directory ${io.quoteaf(path)}: ${failed.message}`);
      return false;
    }
    if (x.verbose) await io.put(`${from} -> ${path}\n`);
    const now = files.lstat(path).mode;
    const missing = omitted & ~umask;
    const restores = !x.preserveMode && ((missing & ~now) !== 0 || (now & 0o700) !== 0o700);
    made.unshift({ path, from: stat, mode: restores ? now | missing : undefined });
    if ((now & 0o700) !== 0o700) files.changeMode(path, now | 0o700);
  }
  return true;
}

/** re_protect: from the last one up. */
async function protect({ io }: Session, made: readonly Above[], x: CopyOptions): Promise<boolean> {
  const { files, credentials } = io.proc;
  for (const { path, from, mode } of made) {
    const failed = tried<void>(() => {
      if (x.preserveTimes) files.setTimes(path, from.atime, from.mtime);
    });
    if (failed instanceof SystemError) {
      await io.complain(`failed to preserve times for ${io.quoteaf(path)}: ${failed.message}`);
      return false;
    }
    const owned = x.preserveOwner
      ? tried<void>(() => files.changeOwner(path, from.uid, from.gid, { follow: false }))
      : undefined;
    if (owned instanceof SystemError && (isRoot(credentials) || owned.code !== "EPERM")) {
      await io.complain(`failed to preserve ownership for ${io.quoteaf(path)}: ${owned.message}`);
      return false;
    }
    const bits = x.preserveMode ? from.mode : mode;
    if (bits !== undefined && !(await setMode(io, path, bits, true))) return false;
  }
  return true;
}
