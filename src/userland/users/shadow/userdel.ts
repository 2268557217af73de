import type { Options } from "../../commands/options.ts";
import { isErrno, SystemError } from "../../kernel/errno.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { withoutName } from "../lists.ts";
import { allUsers } from "../name-service.ts";
import type { User } from "../records/passwd.ts";
import { isBusy } from "./busy.ts";
import { removeTree } from "./home-trees.ts";
import { runParts } from "./run-parts.ts";
import { type Call, otherTree, shadowTool } from "./shadow-tool.ts";
import { removeRange } from "./subordinate.ts";
import { mailDirectory } from "./useradd/home.ts";

const options = {
  force: { short: "f", long: "force" },
  help: { short: "h", long: "help" },
  remove: { short: "r", long: "remove" },
  root: { short: "R", long: "root", value: "required", refused: otherTree },
  prefix: { short: "P", long: "prefix", value: "required", refused: otherTree },
  selinux: { short: "Z", long: "selinux-user", refused: "needs SELinux" },
} as const satisfies Options<string>;

type UserdelCall = Call<keyof typeof options>;

/** userdel(8) of shadow 4.13 (src/userdel.c). */
export const userdel = shadowTool({
  options,
  usage: "userdel",
  async run(call) {
    const flags = new Set<string>();
    for await (const { name } of call.options()) {
      flags.add(name);
      if (name === "help") await call.usage(0);
    }
    const [name] = call.operands;
    if (name === undefined || call.operands.length > 1) return call.usage(2);
    if (!(await runParts(call, "/etc/shadow-maint/userdel-pre.d", name, "userdel"))) return 1;
    const { accounts } = call;
    await accounts.users.open(false);
    const user = accounts.users.find(name);
    if (user === undefined) return call.fail(6, `user '${name}' does not exist`);
    const force = flags.has("force");
    if ((await isBusy(call, name, user.uid)) && !force) return 8;
    const changed = await openFiles(call);
    await removeEntries(call, user);
    await leaveGroups(call, user, force);
    const clean = !flags.has("remove") || (await removeFiles(call, user, force));
    const command = call.definitions.text("USERDEL_CMD");
    if (command !== undefined) throw new Refusal(command, "is run by userdel (USERDEL_CMD), which is not emulated");
    for (const write of changed) await write();
    accounts.unlock();
    if (!(await runParts(call, "/etc/shadow-maint/userdel-post.d", name, "userdel"))) return 1;
    return clean ? 0 : 12;
  },
});

/** Resolves to what writes each of them. */
async function openFiles({ accounts }: UserdelCall): Promise<readonly (() => Promise<void>)[]> {
  const { users, shadows, groups, groupShadows, subuids, subgids, has } = accounts;
  await accounts.open(users, 1);
  if (has.shadow) await accounts.open(shadows, 1);
  await accounts.open(groups, 10);
  if (has.gshadow) await accounts.open(groupShadows, 10);
  if (has.subuid) await accounts.open(subuids, 16);
  if (has.subgid) await accounts.open(subgids, 18);
  return [
    () => accounts.write(users, 1),
    ...(has.shadow ? [() => accounts.write(shadows, 1)] : []),
    () => accounts.write(groups, 10),
    ...(has.gshadow ? [() => accounts.write(groupShadows, 10)] : []),
    ...(has.subuid ? [() => accounts.write(subuids, 16)] : []),
    ...(has.subgid ? [() => accounts.write(subgids, 18)] : []),
  ];
}

async function removeEntries({ accounts }: UserdelCall, { name }: User): Promise<void> {
  const { users, shadows, subuids, subgids, has } = accounts;
  await accounts.remove(users, name, 1);
  if (has.shadow && shadows.find(name) !== undefined) await accounts.remove(shadows, name, 1);
  if (has.subuid) removeRange(subuids, name, 0, Number.POSITIVE_INFINITY);
  if (has.subgid) removeRange(subgids, name, 0, Number.POSITIVE_INFINITY);
}

async function leaveGroups(call: UserdelCall, user: User, force: boolean): Promise<void> {
  const { accounts, definitions } = call;
  const { groups, groupShadows } = accounts;
  for (const group of groups.entries) {
    const members = withoutName(group.members, user.name);
    if (members !== group.members) await accounts.update(groups, { ...group, members }, group.name, 10);
  }
  if (definitions.enabled("USERGROUPS_ENAB")) await removeOwnGroup(call, user, force);
  if (!accounts.has.gshadow) return;
  for (const shadow of groupShadows.entries) {
    const members = withoutName(shadow.members, user.name);
    const administrators = withoutName(shadow.administrators, user.name);
    if (members !== shadow.members || administrators !== shadow.administrators)
      await accounts.update(groupShadows, { ...shadow, members, administrators }, shadow.name, 10);
  }
}

/** The group that was made with the user, unless it is anybody else's. */
async function removeOwnGroup(call: UserdelCall, { name, gid }: User, force: boolean): Promise<void> {
  const { accounts, proc } = call;
  const { groups, groupShadows } = accounts;
  const group = groups.find(name);
  if (group === undefined) return;
  if (group.gid !== gid)
    return call.say(`group ${name} not removed because it is not the primary group of user ${name}.`);
  if (group.members.length > 0) return call.say(`group ${name} not removed because it has other members.`);
  const shared = !force && (await allUsers(proc)).some((other) => other.name !== name && other.gid === gid);
  if (shared) return call.say(`group ${name} is the primary group of another user and is not removed.`);
  await accounts.remove(groups, name, 10);
  if (groupShadows.find(name) !== undefined) await accounts.remove(groupShadows, name, 10);
}

/** Mailbox and home directory. Whether all that should go is gone. */
async function removeFiles(call: UserdelCall, user: User, force: boolean): Promise<boolean> {
  const { name, uid, home } = user;
  const mail = await removeMailbox(call, user, force);
  const owner = ownerOf(call, home);
  if (owner === undefined) {
    await call.say(`${name} home directory (${home}) not found`);
    return mail;
  }
  if (owner !== uid && !force) {
    await call.say(`${home} not owned by ${name}, not removing`);
    return false;
  }
  if (await removeTree(call.proc, home)) return mail;
  await call.say(`error removing directory ${home}`);
  return false;
}

async function removeMailbox(call: UserdelCall, { name, uid }: User, force: boolean): Promise<boolean> {
  const directory = mailDirectory(call);
  if (directory === undefined) return true;
  const mailbox = `${directory}/${name}`;
  try {
    call.proc.files.access(mailbox, {});
    if (!force && ownerOf(call, mailbox) !== uid) {
      await call.say(`${mailbox} not owned by ${name}, not removing`);
      return false;
    }
    call.proc.files.unlink(mailbox);
    return true;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    if (error.code === "ENOENT") await call.say(`${name} mail spool (${mailbox}) not found`);
    else await call.say(`warning: can't remove ${mailbox}: ${error.message}`);
    return error.code === "ENOENT";
  }
}

/** undefined where there is nothing. */
function ownerOf({ proc }: UserdelCall, path: string): number | undefined {
  try {
    return proc.files.stat(path).uid;
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    if (isErrno(error)) return -1;
    throw error;
  }
}
