import { Refusal } from "../../../kernel/refusal.ts";
import { allUsers, findGid, findGroup } from "../../name-service.ts";
import { isTrue, type Settings } from "../settings.ts";
import { type Adding, firstFree, rangeOf } from "./adding.ts";
import { checkUserGroup } from "./check-user-group.ts";
import { changeComment } from "./comment.ts";
import { createHome } from "./home.ts";

/** adduser USER. */
export async function addUser(adding: Adding): Promise<void> {
  const { script, line, settings, name } = adding;
  await script.lock();
  if (settings.users_gid !== undefined && settings.users_group !== undefined) {
    await script.warn("USERS_GID and USERS_GROUP both given in configuration. This is an error.");
    await script.die(`The user \`${name}' was not created.`);
  }
  const comment = line.value("comment");
  if (comment === undefined || !(line.has("disabledPassword") || line.has("disabledLogin")))
    throw new Refusal(
      `adduser ${name}`,
      "asks for a password and for the user's name",
      "give it --disabled-password --gecos ''",
    );
  const { uid, gid, group, makeGroup } = await chooseIds(adding);
  if (makeGroup) {
    script.tell(`Adding new group \`${name}' (${gid}) ...\n`);
    await script.call(await script.which("groupadd"), "-g", String(gid), name);
  }
  const shown = (await findGid(script.proc, gid))?.name ?? "";
  script.tell(`Adding new user \`${name}' (${uid}) with group \`${shown} (${gid})' ...\n`);
  const home = line.value("home") || homeOf(settings, name, group);
  const shell = line.value("shell") || (line.has("disabledLogin") ? "/usr/sbin/nologin" : settings.dshell);
  const useradd = await script.which("useradd");
  await script.call(useradd, "-d", home, "-g", String(gid), "-s", shell, "-u", String(uid), name);
  await createHome(adding, { home, uid, gid, skeleton: true });
  await changeComment(adding, comment);
  await joinGroups(adding);
  if (isTrue(settings.quotauser)) throw new Refusal("QUOTAUSER", "copies quotas, which is not emulated");
  const local = "/usr/local/sbin/adduser.local";
  if (script.isExecutable(local)) await script.call(local, name, String(uid), String(gid), home);
}

async function chooseIds(adding: Adding) {
  const { script, line, settings, name } = adding;
  const { proc } = script;
  const inGroup = line.value("inGroup") || undefined;
  const own = /yes/i.test(settings.usergroups);
  const makeGroup = own && !line.has("inGroup") && !line.has("gid");
  await checkUserGroup(adding, false, makeGroup);
  const gidOption = line.number("gid");
  const primary = gidOption ?? (inGroup === undefined ? undefined : (await findGroup(proc, inGroup))?.gid);
  script.tell(`Adding user \`${name}' ...\n`);
  const uid = line.number("uid") ?? (await freeUid(adding, inGroup !== undefined));
  if (makeGroup) return { uid, gid: uid, group: name, makeGroup };
  const gid = primary ?? (await usersGroup(adding));
  return { uid, gid, group: (await findGid(proc, gid))?.name ?? "", makeGroup };
}

/** The group of those that get none of their own. */
async function usersGroup({ script, settings }: Adding): Promise<number> {
  if (settings.users_gid !== undefined) {
    if (settings.users_gid === "-1") throw new Refusal("USERS_GID", "is -1 where a group is needed");
    return Number(settings.users_gid);
  }
  if (settings.users_group === undefined) return 100;
  const found = await findGroup(script.proc, settings.users_group);
  if (found === undefined) throw new Refusal(settings.users_group, "is no group, and adduser goes on without one");
  return found.gid;
}

async function freeUid(adding: Adding, inGroup: boolean): Promise<number> {
  const { script, settings, name } = adding;
  const range = rangeOf(adding, "uid", false);
  const groups = /yes/i.test(settings.usergroups) ? range : rangeOf(adding, "gid", false);
  // The wider one of the two, whatever the script meant.
  const both = [Math.min(range[0], groups[0]), Math.max(range[1], groups[1])] as const;
  const uid = inGroup ? await firstFree(adding, ["uid"], range) : await firstFree(adding, ["uid", "gid"], both);
  if (uid !== undefined) return uid;
  await script.warn(`No UID/GID pair is available in the range ${range[0]}-${range[1]} (FIRST_UID - LAST_UID).`);
  return script.die(`The user \`${name}' was not created.`);
}

function homeOf({ dhome, grouphomes, letterhomes }: Settings, name: string, group: string): string {
  const byGroup = /yes/i.test(grouphomes) ? `/${group}` : "";
  const byLetter = /yes/i.test(letterhomes) ? `/${name[0]}` : "";
  return `${dhome}${byGroup}${byLetter}/${name}`;
}

/** "users", for those with a group of their own, and what EXTRA_GROUPS names. */
async function joinGroups({ script, line, settings, name }: Adding): Promise<void> {
  const { proc } = script;
  const own = /yes/i.test(settings.usergroups);
  const groups: string[] = [];
  if (own && settings.users_gid === undefined) groups.push(settings.users_group ?? "users");
  else if (own && settings.users_gid !== "-1")
    groups.push((await findGid(proc, Number(settings.users_gid)))?.name ?? "");
  if (line.has("extraGroups") || isTrue(settings.add_extra_groups))
    groups.push(...settings.extra_groups.replace(/\s+$/, "").split(/\s+/));
  if (groups.length === 0) return;
  script.tell(`Adding new user \`${name}' to supplemental / extra groups \`${groups.join(", ")}' ...\n`);
  for (const wanted of groups) {
    const group = await findGroup(proc, wanted);
    if (group === undefined) await script.warn(`The group \`${wanted}' does not exist.`);
    else if (group.members.includes(name)) {
      if (script.verbose) await script.warn(`The user \`${name}' is already a member of \`${wanted}'.`);
    } else {
      script.tell(`Adding user \`${name}' to group \`${wanted}' ...\n`);
      const users = new Set((await allUsers(proc)).map((user) => user.name));
      const members = [...group.members.filter((member) => users.has(member)), name];
      await script.call(await script.which("gpasswd"), "-M", members.join(","), wanted);
    }
  }
}
