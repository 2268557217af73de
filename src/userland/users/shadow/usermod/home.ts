import { isErrno, SystemError } from "../../../kernel/errno.ts";
import { exists } from "../../text-file.ts";
import { changeOwners, copyTree, type OwnerChange, removeTree } from "../home-trees.ts";
import { mailDirectory } from "../useradd/home.ts";
import type { Request, UsermodCall } from "./request.ts";

const ownersOf = ({ flags, user, uid, gid }: Request): OwnerChange => ({
  from: user,
  to: { uid: flags.has("uid") ? uid : undefined, gid: flags.has("group") ? gid : undefined },
});

/** usermod -m. */
export async function moveHome(call: UsermodCall, request: Request): Promise<void> {
  const { proc } = call;
  const [from, to] = [request.user.home, withoutSlash(request.home)];
  if (exists(proc, to)) await call.fail(12, `directory ${to} exists`);
  const type = exists(proc, from) ? proc.files.stat(from).type : undefined;
  if (type === undefined)
    return call.say(
      `The previous home directory (${from}) does not exist or is inaccessible. Move cannot be completed.`,
    );
  if (type !== "directory")
    await call.fail(
      12,
      `The previous home directory (${from}) was not a directory. It is not removed and no home directories are created.`,
    );
  try {
    proc.files.rename(from, to);
  } catch (error) {
    if (!isErrno(error)) throw error;
    return moveAcross(call, request, error);
  }
  await own(call, request, to);
}

/** Where another file system begins between the two. */
async function moveAcross(call: UsermodCall, request: Request, error: SystemError): Promise<void> {
  const { proc } = call;
  const [from, to] = [request.user.home, withoutSlash(request.home)];
  if (error.code === "EXDEV") {
    const { mode } = proc.files.lstat(from);
    proc.files.makeDirectory(to, mode);
    if (await copyTree(proc, from, to, ownersOf(request))) {
      await removeTree(proc, from);
      return;
    }
    await removeTree(proc, to);
  }
  await call.fail(12, `cannot rename directory ${from} to ${to}`);
}

async function own(call: UsermodCall, request: Request, home: string): Promise<void> {
  if (await changeOwners(call.proc, home, ownersOf(request))) return;
  await call.proc.err(`${call.tool}: Failed to change ownership of the home directory`);
  await call.fail(12);
}

/** What was the user's in its home is the user's still. */
export async function changeHomeOwner(call: UsermodCall, request: Request): Promise<void> {
  const { flags, user } = request;
  const home = flags.has("home") ? withoutSlash(request.home) : user.home;
  if (!exists(call.proc, home)) return;
  const { uid } = call.proc.files.stat(home);
  if (uid === user.uid || (flags.has("uid") && uid === request.uid)) await own(call, request, home);
}

/** The mailbox follows the name and the uid. */
export async function moveMailbox(call: UsermodCall, { flags, user, login, uid }: Request): Promise<void> {
  const { proc } = call;
  const directory = mailDirectory(call);
  if (directory === undefined) return;
  const mailbox = `${directory}/${user.name}`;
  try {
    (await proc.files.open(mailbox, { read: true })).close();
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (error.code !== "ENOENT") await proc.err(`${mailbox}: ${error.message}\n`);
    return;
  }
  if (proc.files.stat(mailbox).uid !== user.uid) return call.say(`warning: ${mailbox} not owned by ${user.name}`);
  if (flags.has("uid")) proc.files.changeOwner(mailbox, uid, -1);
  if (!flags.has("login")) return;
  try {
    proc.files.link(mailbox, `${directory}/${login}`);
    proc.files.unlink(mailbox);
  } catch (error) {
    if (!isErrno(error)) throw error;
    await proc.err(`failed to rename mailbox: ${error.message}\n`);
  }
}

export const withoutSlash = (path: string): string =>
  path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
