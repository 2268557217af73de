import { isErrno, SystemError } from "../kernel/errno.ts";
import type { Stdio } from "./stdio.ts";
import { tried } from "./tried.ts";

export interface DirectoryMode {
  /** Twelve bits; those that are decided are set whatever the umask says. */
  readonly mode: number;
  readonly decided: number;
}

export interface MakeDirectories {
  readonly parents: boolean;
  /** How parents are made. */
  makeParent(path: string): void;
  /** Of the last one; -1 leaves an owner as it is. */
  readonly last: DirectoryMode & { readonly uid: number; readonly gid: number };
  /** What is there already stays as it is. */
  readonly keepExisting: boolean;
  /** Told of each that was made. */
  announce(path: string): Promise<void> | void;
}

/** gnulib's make_dir_parents: a directory, and with `parents` those above it; whether it worked. What does not is told. */
export async function makeDirectories(io: Stdio, path: string, how: MakeDirectories): Promise<boolean> {
  const above = how.parents ? await makeParents(io, path, how) : undefined;
  if (above instanceof SystemError) return failed(io, above.path, above);
  const { files } = io.proc;
  const { mode, decided, uid, gid } = how.last;
  const keepsOwner = uid === -1 && gid === -1;
  const keepsSpecial = ((decided & 0o6000) | (mode & 0o1000)) === 0;
  const first = keepsOwner ? (keepsSpecial ? mode : mode & ~0o022) : mode & ~0o077;
  const made = tried(() => files.makeDirectory(path, first));
  if (!(made instanceof SystemError)) {
    await how.announce(path);
    if (keepsOwner && keepsSpecial && (mode & decided & 0o777) === 0) return true;
  } else if (how.keepExisting || made.code === "ENOENT" || !how.parents) {
    if (made.code === "ENOENT" || !how.parents) return failed(io, path, made);
    const there = tried(() => files.stat(path));
    if (!(there instanceof SystemError) && there.type === "directory") return true;
    if (isErrno(made, "EEXIST") && there instanceof SystemError && !["ENOENT", "ENOTDIR"].includes(there.code)) {
      await io.complain(`cannot stat ${io.quote(path)}: ${there.message}`);
      return false;
    }
    return failed(io, path, made);
  }
  const changed = tried<void>(() => own(io, path, how));
  if (!(changed instanceof SystemError)) return true;
  if (made instanceof SystemError && changed.code === "ENOTDIR") return failed(io, path, made);
  await io.complain(
    `cannot change ${keepsOwner ? "" : "owner and "}permissions of ${io.quote(path)}: ${changed.message}`,
  );
  return false;
}

async function failed(io: Stdio, path: string, error: SystemError): Promise<boolean> {
  await io.complain(`cannot create directory ${io.quote(path)}: ${error.message}`);
  return false;
}

/** dirchownmod: owner first, as that takes special bits away. */
function own(io: Stdio, path: string, { last: { mode, decided, uid, gid } }: MakeDirectories): void {
  const { files } = io.proc;
  const stat = files.stat(path);
  if (stat.type !== "directory") throw new SystemError("ENOTDIR", path);
  const changes = (uid !== -1 && uid !== stat.uid) || (gid !== -1 && gid !== stat.gid);
  if (changes) files.changeOwner(path, uid, gid);
  const lost = changes && (stat.mode & 0o111) !== 0 ? stat.mode & 0o6000 : 0;
  if ((((stat.mode ^ mode) | lost) & decided) !== 0) files.changeMode(path, mode | (stat.mode & ~decided));
}

/** mkancesdirs: those above the last, from the first on; gives why one is none. The message is about `path` as far as it went. */
export async function makeParents(
  io: Stdio,
  path: string,
  how: Pick<MakeDirectories, "makeParent" | "announce">,
): Promise<SystemError | undefined> {
  for (const { 0: slashes, index } of path.matchAll(/\/+(?=[^/])/g)) {
    const above = path.slice(0, index);
    const component = above.slice(above.lastIndexOf("/") + 1);
    if (above === "" || slashes === "" || component === ".") continue;
    const made = component === ".." ? undefined : tried(() => how.makeParent(above));
    if (made === undefined && component !== "..") await how.announce(above);
    const error = tried(() => enter(io, above));
    if (!(error instanceof SystemError)) continue;
    const first = made instanceof SystemError && error.code === "ENOENT" ? made : error;
    return new SystemError(first.code, above);
  }
  return undefined;
}

/** Fails as chdir(2) does. */
function enter(io: Stdio, path: string): void {
  const { files } = io.proc;
  if (files.stat(path).type !== "directory") throw new SystemError("ENOTDIR", path);
  files.access(path, { execute: true });
}
