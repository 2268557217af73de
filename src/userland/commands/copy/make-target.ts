import { isRoot } from "../../kernel/credentials.ts";
import { SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import { replaceByLink } from "../force-link.ts";
import { directoryName } from "../file-names.ts";
import type { Stdio } from "../stdio.ts";
import { tried } from "../tried.ts";
import { hardLink } from "./hard-link.ts";
import type { Item, Session } from "./session.ts";
import { copyRegular, copyXattrs, setMode, setOwner } from "./copy-file.ts";
import { type CopyOptions, isSame, keyOf } from "./options.ts";
import type { Way } from "./way.ts";

/** Makes what is no directory; whether it worked. */
export async function makeTarget(
  session: Session,
  item: Item,
  from: FileStat,
  way: Way,
  x: CopyOptions,
): Promise<boolean> {
  const { io } = session;
  const { source, target } = item;
  const bits = (x.mode ?? from.mode) & 0o7777;
  const omitted = bits & (x.preserveOwner ? 0o077 : 0);
  if (x.symbolicLink) return (await linkTo(io, source, target, x)) && remember(session, item);
  if (x.hardLink) {
    const follow = x.follow === "always" || (x.follow === "arguments" && item.isArgument);
    const replaces = x.unlinkAfterFailedOpen || x.interactive === "ask";
    return (await hardLink(io, source, target, replaces, x, follow)) && remember(session, item);
  }
  if (from.type === "file" || (x.asRegular && from.type !== "symlink")) {
    const copy = { source, target, from, isNew: way.isNew, mode: bits & 0o777, omitted };
    return (await copyRegular(io, copy, x)) && remember(session, item);
  }
  if (from.type === "symlink") {
    const made = await copyLink(io, source, target, from, way, x);
    return made && remember(session, item);
  }
  const node = tried<void>(() => makeSpecial(io, target, from, bits & ~omitted));
  if (node instanceof SystemError) {
    const kind = from.type === "fifo" ? "fifo" : "special file";
    await io.complain(`cannot create ${kind} ${io.quoteaf(target)}: ${node.message}`);
    return false;
  }
  remember(session, item);
  return preserve(io, source, target, from, way, omitted, x);
}

function remember({ io, targets }: Session, { target, isArgument }: Item): true {
  if (!isArgument || targets === undefined) return true;
  const made = tried(() => io.proc.files.lstat(target));
  if (!(made instanceof SystemError)) targets.add(`${keyOf(made)} ${target}`);
  return true;
}

function makeSpecial({ proc: { files } }: Stdio, target: string, from: FileStat, mode: number): void {
  if (from.type === "fifo") files.makeNode(target, mode, { type: "fifo" });
  else files.makeNode(target, mode, { type: from.type as "block" | "character", ...from.special! });
}

function symlink({ proc }: Stdio, value: string, target: string, force: boolean): void {
  const made = tried<void>(() => proc.files.symlink(value, target));
  if (!(made instanceof SystemError)) return;
  if (made.code !== "EEXIST" || !force) throw made;
  replaceByLink(proc, target, (path) => proc.files.symlink(value, path));
}

async function linkTo(io: Stdio, source: string, target: string, x: CopyOptions): Promise<boolean> {
  const { files } = io.proc;
  if (!source.startsWith("/")) {
    const [here, there] = [tried(() => files.stat(".")), tried(() => files.stat(directoryName(target)))];
    if (!(here instanceof SystemError) && !(there instanceof SystemError) && !isSame(here, there)) {
      await io.complain(`${io.quotef(target)}: can make relative symbolic links only in current directory`);
      return false;
    }
  }
  const made = tried<void>(() => symlink(io, source, target, x.unlinkAfterFailedOpen));
  if (!(made instanceof SystemError)) return true;
  await io.complain(`cannot create symbolic link ${io.quoteaf(target)} to ${io.quoteaf(source)}: ${made.message}`);
  return false;
}

async function copyLink(io: Stdio, source: string, target: string, from: FileStat, way: Way, x: CopyOptions) {
  const { files, credentials } = io.proc;
  const value = tried(() => files.readLink(source));
  if (value instanceof SystemError) {
    await io.complain(`cannot read symbolic link ${io.quoteaf(source)}: ${value.message}`);
    return false;
  }
  const made = tried<void>(() => symlink(io, value, target, x.unlinkAfterFailedOpen));
  const isThere = x.update && !way.isNew && tried(() => files.readLink(target)) === value;
  if (made instanceof SystemError && !isThere) {
    await io.complain(`cannot create symbolic link ${io.quoteaf(target)}: ${made.message}`);
    return false;
  }
  if (x.preserveOwner) {
    const owned = tried<void>(() => files.changeOwner(target, from.uid, from.gid, { follow: false }));
    if (owned instanceof SystemError && (isRoot(credentials) || !["EPERM", "EINVAL"].includes(owned.code))) {
      await io.complain(`failed to preserve ownership for ${target}: ${owned.message}`);
      if (x.require) return false;
    }
  }
  if (x.preserveTimes) tried<void>(() => files.setTimes(target, from.atime, from.mtime, { follow: false }));
  if (x.preserveXattrs) copyXattrs(io.proc, source, target, false);
  return true;
}

/** What comes after a directory or a special file is made. */
export async function preserve(
  io: Stdio,
  source: string,
  target: string,
  from: FileStat,
  { isNew, to }: Way,
  omitted: number,
  x: CopyOptions,
  unsearchable?: number,
): Promise<boolean> {
  const { files, umask } = io.proc;
  let bits = from.mode;
  if (x.preserveTimes) {
    const set = tried<void>(() => files.setTimes(target, from.atime, from.mtime));
    if (set instanceof SystemError) {
      await io.complain(`preserving times for ${io.quoteaf(target)}: ${set.message}`);
      if (x.require) return false;
    }
  }
  if (x.preserveOwner && (isNew || to === undefined || to.uid !== from.uid || to.gid !== from.gid)) {
    const owned = await setOwner(io, target, from, isNew ? undefined : to, x);
    if (owned === "failed") return false;
    if (owned === "kept") bits &= 0o777;
  }
  if (x.preserveXattrs) copyXattrs(io.proc, source, target);
  if (x.preserveMode || x.move) return setMode(io, target, bits, x.require);
  if (x.mode !== undefined) return setMode(io, target, x.mode, true);
  if (x.explicitNoMode && isNew) return setMode(io, target, (from.type === "directory" ? 0o777 : 0o666) & ~umask, true);
  const missing = omitted & ~umask;
  const now = unsearchable ?? files.lstat(target).mode;
  if (unsearchable === undefined && (missing & ~now) === 0) return true;
  return setMode(io, target, now | missing, x.require);
}
