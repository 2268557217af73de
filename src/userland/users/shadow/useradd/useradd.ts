import { withName } from "../../lists.ts";
import type { User } from "../../records/passwd.ts";
import { findGroup, findUid, findUser } from "../../name-service.ts";
import { findGroupId, findUserId } from "../find-id.ts";
import { daysOf, today } from "../last-change.ts";
import { resetLogs } from "../login-logs.ts";
import { runParts } from "../run-parts.ts";
import { shadowTool } from "../shadow-tool.ts";
import { addRange, findSubordinateIds } from "../subordinate.ts";
import { showDefaults, writeDefaults } from "./defaults.ts";
import { makeHome, makeMailbox } from "./home.ts";
import { checkTogether, options, readRequest, type Request, type UseraddCall } from "./request.ts";

/** useradd(8) of shadow 4.13 (src/useradd.c). */
export const useradd = shadowTool({
  options,
  usage: "useradd",
  async run(call) {
    const request = await readRequest(call);
    const { flags, defaults } = request;
    const nothingSaid = !flags.has("group") && !flags.has("noUserGroup");
    const userGroup = flags.has("userGroup") || (nothingSaid && call.definitions.enabled("USERGROUPS_ENAB"));
    await checkTogether(call, flags, userGroup);
    const name = call.operands[0] ?? "";
    const subordinate = await wantsSubordinate(call, request);
    if (!(await runParts(call, "/etc/shadow-maint/useradd-pre.d", name, "useradd"))) return 1;
    if (flags.has("defaults")) {
      const written = ["group", "baseDirectory", "inactive", "expire", "shell"].some((flag) => flags.has(flag));
      if (written) await writeDefaults(call.proc, defaults);
      else await call.proc.out(showDefaults(defaults));
      return 0;
    }
    const user = await addUser(call, request, { name, userGroup, subordinate });
    const createHome = flags.has("createHome") || (!flags.has("system") && call.definitions.enabled("CREATE_HOME"));
    if (createHome && !flags.has("noHome")) await makeHome(call, user, defaults.skeleton);
    if (!flags.has("system") && defaults.mailSpool.toLowerCase() === "yes") await makeMailbox(call, user);
    return (await runParts(call, "/etc/shadow-maint/useradd-post.d", name, "useradd")) ? 0 : 1;
  },
});

interface Wanted {
  readonly name: string;
  readonly userGroup: boolean;
  readonly subordinate: { readonly uids: boolean; readonly gids: boolean };
}

async function wantsSubordinate({ definitions, accounts }: UseraddCall, { flags, uid = 0 }: Request) {
  const least = await definitions.count("UID_MIN", 1000);
  const most = await definitions.count("UID_MAX", 60_000);
  const uids = await definitions.count("SUB_UID_COUNT", 65_536);
  const gids = await definitions.count("SUB_GID_COUNT", 65_536);
  const ordinary = uid === 0 || (uid >= least && uid <= most);
  const wanted = ordinary && (!flags.has("system") || flags.has("subordinate"));
  return { uids: wanted && uids > 0 && accounts.has.subuid, gids: wanted && gids > 0 && accounts.has.subgid };
}

async function addUser(call: UseraddCall, request: Request, wanted: Wanted): Promise<User> {
  const { name, userGroup, subordinate } = wanted;
  const { proc, accounts, definitions } = call;
  if ((await findUser(proc, name)) !== undefined) await call.fail(9, `user '${name}' already exists`);
  if (userGroup && (await findGroup(proc, name)) !== undefined)
    await call.fail(9, `group ${name} exists - if you want to add this user to that group, use -g.`);
  await openFiles(call, subordinate);
  const uid = await chooseUid(call, request);
  if (request.flags.has("uid")) await warnOfRange(call, request.flags.has("system"), name, uid);
  if (accounts.has.shadow) await accounts.open(accounts.shadows, 1);
  const gid = userGroup ? await addGroup(call, name, uid, request) : (request.group ?? request.defaults.group);
  const ranges = await chooseRanges(call, subordinate);
  const user = userOf(call, request, { name, uid, gid });
  await addEntries(call, request, user);
  const uidCount = await definitions.count("SUB_UID_COUNT", 65_536);
  const gidCount = await definitions.count("SUB_GID_COUNT", 65_536);
  if (ranges.uids !== undefined)
    await addRange(proc, accounts.subuids, { owner: name, start: ranges.uids, count: uidCount });
  if (ranges.gids !== undefined)
    await addRange(proc, accounts.subgids, { owner: name, start: ranges.gids, count: gidCount });
  const changed = await joinGroups(call, name, request.groups);
  await writeFiles(call, changed || userGroup, subordinate);
  return user;
}

async function openFiles({ accounts }: UseraddCall, { uids, gids }: Wanted["subordinate"]): Promise<void> {
  await accounts.open(accounts.users, 1);
  await accounts.open(accounts.groups, 10);
  if (accounts.has.gshadow) await accounts.open(accounts.groupShadows, 10);
  if (uids) await accounts.open(accounts.subuids, 16);
  if (gids) await accounts.open(accounts.subgids, 18);
}

async function chooseUid(call: UseraddCall, { flags, uid }: Request): Promise<number> {
  if (uid === undefined) {
    const found = await findUserId(call, flags.has("system"));
    return found ?? call.fail(4, "can't create user");
  }
  if (!flags.has("notUnique") && (await findUid(call.proc, uid)) !== undefined)
    await call.fail(4, `UID ${uid} is not unique`);
  return uid;
}

async function warnOfRange(call: UseraddCall, system: boolean, name: string, uid: number): Promise<void> {
  const { definitions, proc } = call;
  // Printed as ints.
  const [shown, is] = [(id: number) => id | 0, `${call.tool} warning: ${name}'s uid ${uid | 0}`];
  const least = await definitions.count("UID_MIN", 1000);
  if (system) {
    const most = await definitions.count("SYS_UID_MAX", least - 1);
    if (uid > most) await proc.err(`${is} is greater than SYS_UID_MAX ${shown(most)}\n`);
    return;
  }
  const most = await definitions.count("UID_MAX", 6000);
  if (least <= most && (uid < least || uid > most))
    await proc.err(`${is} outside of the UID_MIN ${shown(least)} and UID_MAX ${shown(most)} range.\n`);
}

async function addGroup(call: UseraddCall, name: string, uid: number, { flags }: Request): Promise<number> {
  const { accounts } = call;
  const gid = await findGroupId(call, flags.has("system"), uid);
  if (gid === undefined) return call.fail(4, "can't create group");
  const password = accounts.has.gshadow ? "x" : "!";
  await accounts.update(accounts.groups, { name, password, gid, members: [] }, name, 10);
  if (accounts.has.gshadow)
    await accounts.update(accounts.groupShadows, { name, password: "!", administrators: [], members: [] }, name, 10);
  return gid;
}

async function chooseRanges(call: UseraddCall, { uids, gids }: Wanted["subordinate"]) {
  const { subuids, subgids } = call.accounts;
  const uid = uids ? await findSubordinateIds(call, "UID", subuids) : undefined;
  if (uids && uid === undefined) await call.fail(16, "can't create subordinate user IDs");
  const gid = gids ? await findSubordinateIds(call, "GID", subgids) : undefined;
  if (gids && gid === undefined) await call.fail(18, "can't create subordinate group IDs");
  return { uids: uid, gids: gid };
}

function userOf(call: UseraddCall, request: Request, ids: Pick<User, "name" | "uid" | "gid">): User {
  const { defaults, comment, password } = request;
  const home = request.home ?? `${defaults.home}/${ids.name}`;
  return { ...ids, password: call.accounts.has.shadow ? "x" : password, comment, home, shell: defaults.shell };
}

async function addEntries(call: UseraddCall, request: Request, user: User): Promise<void> {
  const { accounts, definitions, proc } = call;
  const { flags, defaults, password } = request;
  const logged = !flags.has("noLog") && defaults.logInit !== "no";
  if (logged && (await findUid(proc, user.uid)) === undefined) await resetLogs(call, user.uid);
  await accounts.update(accounts.users, user, user.name, 1);
  if (!accounts.has.shadow) return;
  const aged = !flags.has("system");
  const expire = flags.has("expire") ? request.expire! : (daysOf(defaults.expire) ?? -2);
  const shadow = {
    name: user.name,
    password,
    changed: await today(proc),
    min: aged ? await definitions.number("PASS_MIN_DAYS", -1) : -1,
    max: aged ? await definitions.number("PASS_MAX_DAYS", -1) : -1,
    warn: aged ? await definitions.number("PASS_WARN_AGE", -1) : -1,
    inactive: aged ? defaults.inactive : -1,
    expire: aged ? expire : -1,
    flag: -1,
  };
  await accounts.update(accounts.shadows, shadow, user.name, 1);
}

/** Whether any group was changed. */
async function joinGroups(call: UseraddCall, name: string, groups: readonly string[]): Promise<boolean> {
  const { accounts } = call;
  for (const group of accounts.groups.entries) {
    if (!groups.includes(group.name)) continue;
    const members = withName(group.members, name);
    await accounts.update(accounts.groups, { ...group, members }, group.name, 10);
  }
  if (accounts.has.gshadow && groups.length > 0)
    for (const shadow of accounts.groupShadows.entries) {
      if (!groups.includes(shadow.name) || accounts.groups.find(shadow.name) === undefined) continue;
      const members = withName(shadow.members, name);
      await accounts.update(accounts.groupShadows, { ...shadow, members }, shadow.name, 10);
    }
  return groups.length > 0;
}

async function writeFiles(call: UseraddCall, groups: boolean, { uids, gids }: Wanted["subordinate"]): Promise<void> {
  const { accounts } = call;
  await accounts.write(accounts.users, 1);
  if (accounts.has.shadow) await accounts.write(accounts.shadows, 1);
  if (groups) {
    await accounts.write(accounts.groups, 10);
    if (accounts.has.gshadow) await accounts.write(accounts.groupShadows, 10);
  }
  if (uids) await accounts.write(accounts.subuids, 16);
  if (gids) await accounts.write(accounts.subgids, 18);
  accounts.unlock();
}
