import { withName, withoutName } from "../../lists.ts";
import type { User } from "../../records/passwd.ts";
import type { Shadow } from "../../records/shadow.ts";
import { isBusy } from "../busy.ts";
import { today } from "../last-change.ts";
import { moveLogs } from "../login-logs.ts";
import { shadowTool } from "../shadow-tool.ts";
import { addRange, removeRange } from "../subordinate.ts";
import { changeHomeOwner, moveHome, moveMailbox, withoutSlash } from "./home.ts";
import { options, readRequest, type Request, type UsermodCall } from "./request.ts";

/** usermod(8) of shadow 4.13 (src/usermod.c). */
export const usermod = shadowTool({
  options,
  usage: "usermod",
  async run(call) {
    const request = await readRequest(call);
    const { flags, user } = request;
    const touching = ["uid", "login", "home", "removeUids", "removeGids"] as const;
    if (touching.some((flag) => flags.has(flag)) && (await isBusy(call, user.name, user.uid))) return 8;
    const write = await openFiles(call, request);
    await updateUser(call, request);
    if (flags.has("groups") || flags.has("login")) {
      await updateGroups(call, request);
      if (call.accounts.has.gshadow) await updateGroupShadows(call, request);
    }
    await updateRanges(call, request);
    for (const one of write) await one();
    call.accounts.unlock();
    if (flags.has("move")) await moveHome(call, request);
    if (flags.has("login") || flags.has("uid")) await moveMailbox(call, request);
    if (flags.has("uid")) await moveLogs(call, user.uid, request.uid);
    if (!flags.has("move") && (flags.has("uid") || flags.has("group"))) await changeHomeOwner(call, request);
    return 0;
  },
});

async function openFiles({ accounts }: UsermodCall, { flags }: Request): Promise<readonly (() => Promise<void>)[]> {
  const { users, shadows, groups, groupShadows, subuids, subgids, has } = accounts;
  const grouped = flags.has("groups") || flags.has("login");
  const uids = flags.has("addUids") || flags.has("removeUids");
  const gids = flags.has("addGids") || flags.has("removeGids");
  await accounts.open(users, 1);
  if (has.shadow) await accounts.open(shadows, 1);
  if (grouped) await accounts.open(groups, 10);
  if (grouped && has.gshadow) await accounts.open(groupShadows, 10);
  if (uids) await accounts.open(subuids, 16);
  if (gids) await accounts.open(subgids, 18);
  return [
    () => accounts.write(users, 1),
    ...(has.shadow ? [() => accounts.write(shadows, 1)] : []),
    ...(grouped ? [() => accounts.write(groups, 10)] : []),
    ...(grouped && has.gshadow ? [() => accounts.write(groupShadows, 10)] : []),
    ...(uids ? [() => accounts.write(subuids, 16)] : []),
    ...(gids ? [() => accounts.write(subgids, 18)] : []),
  ];
}

async function updateUser(call: UsermodCall, request: Request): Promise<void> {
  const { flags, login } = request;
  const has = (...names: readonly (keyof typeof options)[]) => names.some((name) => flags.has(name));
  const passwords = ["password", "lock", "unlock"] as const;
  if (!has("comment", "home", "expire", "inactive", "group", "login", "shell", "uid", ...passwords)) return;
  const { accounts } = call;
  const { users, shadows } = accounts;
  const { name } = request.user;
  const before = users.find(name);
  if (before === undefined) return call.fail(6, `user '${name}' does not exist in ${users.path}`);
  const changed = await changedUser(call, before, request);
  const shadow = accounts.has.shadow ? await changedShadow(call, changed, request) : undefined;
  const user = shadow?.made === true ? { ...changed, password: "x" } : changed;
  if (has("login", "uid", "group", "comment", "home", "shell", ...passwords)) {
    await accounts.update(users, user, login, 1);
    if (has("login")) await accounts.remove(users, name, 1);
  }
  if (shadow !== undefined && has("login", "expire", "inactive", ...passwords)) {
    await accounts.update(shadows, shadow.entry, login, 1);
    if (has("login")) await accounts.remove(shadows, name, 1);
  }
}

async function changedUser(call: UsermodCall, before: User, request: Request): Promise<User> {
  const { flags, login, uid, gid, comment, home, shell } = request;
  const { users, has } = call.accounts;
  if (flags.has("login") && users.find(login) !== undefined)
    await call.fail(9, `user '${login}' already exists in ${users.path}`);
  const own = !has.shadow || before.password !== "x";
  return {
    name: login,
    password: own ? await changedPassword(call, before.password, request) : before.password,
    uid: flags.has("uid") ? uid : before.uid,
    gid: flags.has("group") ? gid : before.gid,
    comment: flags.has("comment") ? comment : before.comment,
    home: flags.has("home") ? withoutSlash(home) : before.home,
    shell: flags.has("shell") ? shell : before.shell,
  };
}

async function changedPassword(call: UsermodCall, password: string, request: Request): Promise<string> {
  const { flags } = request;
  if (flags.has("lock") && !password.startsWith("!")) return `!${password}`;
  if (flags.has("unlock") && password.startsWith("!")) {
    if (password !== "!") return password.slice(1);
    await call.say(
      "unlocking the user's password would result in a passwordless account.\n" +
        "You should set a password with usermod -p to unlock this user's password.",
    );
    return password;
  }
  return flags.has("password") ? request.password : password;
}

/** `made`: there was no entry, and the password moves there from /etc/passwd. */
async function changedShadow(
  call: UsermodCall,
  user: User,
  request: Request,
): Promise<{ readonly entry: Shadow; readonly made: boolean } | undefined> {
  const { flags, login } = request;
  const { shadows } = call.accounts;
  const before = shadows.find(request.user.name);
  const wanted = (flags.has("password") && user.password === "x") || flags.has("expire") || flags.has("inactive");
  if (before === undefined && !wanted) return undefined;
  const entry = before ?? (await newShadow(call, request.user.name, user.password));
  if (flags.has("login") && shadows.find(login) !== undefined)
    await call.fail(9, `user '${login}' already exists in ${shadows.path}`);
  const changed = {
    ...entry,
    name: login,
    inactive: flags.has("inactive") ? request.inactive : entry.inactive,
    expire: flags.has("expire") ? request.expire : entry.expire,
    password: await changedPassword(call, entry.password, request),
    changed: flags.has("password") ? await today(call.proc) : entry.changed,
  };
  return { entry: changed, made: before === undefined };
}

async function newShadow({ proc, definitions }: UsermodCall, name: string, password: string): Promise<Shadow> {
  return {
    name,
    password,
    changed: await today(proc),
    min: await definitions.number("PASS_MIN_DAYS", -1),
    max: await definitions.number("PASS_MAX_DAYS", -1),
    warn: await definitions.number("PASS_WARN_AGE", -1),
    inactive: -1,
    expire: -1,
    flag: -1,
  };
}

/** The members of a group after the change; the same list where it does not change. */
function changedMembers(members: readonly string[], group: string, request: Request): readonly string[] {
  const { flags, user, login, groups } = request;
  const was = members.includes(user.name);
  const named = flags.has("groups") && ((was && flags.has("append")) || groups.includes(group));
  if (!was && !named) return members;
  const is = flags.has("groups") && flags.has("remove") ? !named : named;
  if (!was) return is ? withName(members, login) : members;
  if (flags.has("groups") && !is) return withoutName(members, user.name);
  return flags.has("login") ? withName(withoutName(members, user.name), login) : members;
}

async function updateGroups({ accounts }: UsermodCall, request: Request): Promise<void> {
  for (const group of accounts.groups.entries) {
    const members = changedMembers(group.members, group.name, request);
    if (members !== group.members) await accounts.update(accounts.groups, { ...group, members }, group.name, 10);
  }
}

async function updateGroupShadows({ accounts }: UsermodCall, request: Request): Promise<void> {
  const { flags, user, login } = request;
  for (const shadow of accounts.groupShadows.entries) {
    const members = changedMembers(shadow.members, shadow.name, request);
    const renamed = flags.has("login") && shadow.administrators.includes(user.name);
    const administrators = renamed
      ? withName(withoutName(shadow.administrators, user.name), login)
      : shadow.administrators;
    if (members !== shadow.members || renamed)
      await accounts.update(accounts.groupShadows, { ...shadow, members, administrators }, shadow.name, 10);
  }
}

async function updateRanges({ proc, accounts }: UsermodCall, { user, ranges }: Request): Promise<void> {
  const { subuids, subgids } = accounts;
  const owner = user.name;
  for (const [first, last] of ranges.removeUids) removeRange(subuids, owner, first, last);
  for (const [first, last] of ranges.addUids)
    await addRange(proc, subuids, { owner, start: first, count: last - first + 1 });
  for (const [first, last] of ranges.removeGids) removeRange(subgids, owner, first, last);
  for (const [first, last] of ranges.addGids)
    await addRange(proc, subgids, { owner, start: first, count: last - first + 1 });
}
