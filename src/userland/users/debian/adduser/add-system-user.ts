import { findGid, findGroup, findUser } from "../../name-service.ts";
import { type Adding, firstFree, isSystemId, rangeOf } from "./adding.ts";
import { checkUserGroup, existingUser } from "./check-user-group.ts";
import { changeComment } from "./comment.ts";
import { createHome } from "./home.ts";

/** adduser --system USER. */
export async function addSystemUser(adding: Adding): Promise<void> {
  const { script, line, name } = adding;
  await script.lock();
  await checkExisting(adding);
  const makeGroup = line.has("group");
  const { uid, gid, group } = await chooseIds(adding, makeGroup);
  script.tell(`Adding system user \`${name}' (UID ${uid}) ...\n`);
  if (makeGroup && (await findGroup(script.proc, name)) === undefined) {
    script.tell(`Adding new group \`${name}' (GID ${gid}) ...\n`);
    await script.call(await script.which("groupadd"), "-g", String(gid), name);
  }
  script.tell(`Adding new user \`${name}' (UID ${uid}) with group \`${group}' ...\n`);
  const [first, last] = rangeOf(adding, "uid", true);
  const home = line.value("home") || "/nonexistent";
  const shell = line.value("shell") || "/usr/sbin/nologin";
  const ids = ["-K", `SYS_UID_MIN=${first}`, "-K", `SYS_UID_MAX=${last}`];
  await script.call("/usr/sbin/useradd", "-r", ...ids, "-d", home, "-g", group, "-s", shell, "-u", String(uid), name);
  const comment = line.value("comment");
  if (comment !== undefined) await changeComment(adding, comment);
  await createHome(adding, { home, uid, gid, skeleton: false });
}

/** A user that is there already ends the script, well where it is the system's. */
async function checkExisting(adding: Adding): Promise<void> {
  const { script, name } = adding;
  const existing = await existingUser(adding);
  if (existing === 0) return;
  if (existing === 2) await script.die(`The user \`${name}' already exists with a different UID. Exiting.`);
  const user = await findUser(script.proc, name);
  if (user !== undefined && isSystemId(adding, "uid", user.uid)) {
    script.tell(`The system user \`${name}' already exists. Exiting.\n`);
    return script.exit(0);
  }
  await script.die(`The user \`${name}' already exists, but is not a system user. Exiting.`);
}

async function chooseIds(adding: Adding, makeGroup: boolean) {
  const { script, line, name, settings } = adding;
  const { proc } = script;
  const inGroup = line.value("inGroup") || undefined;
  const nobodys = (await findGroup(proc, "nogroup"))?.gid || 65_534;
  const gid = line.number("gid") ?? (inGroup === undefined && !makeGroup ? nobodys : undefined);
  await checkUserGroup(adding, true, makeGroup, gid);
  const uid = line.number("uid") ?? (await firstFree(adding, ["uid"], rangeOf(adding, "uid", true)));
  if (uid === undefined) {
    const kind = makeGroup ? "UID/GID pair" : "UID";
    const range = `${settings.first_system_uid}-${settings.last_system_uid}`;
    await script.warn(`No ${kind} is available in the range ${range} (FIRST_SYS_UID - LAST_SYS_UID).`);
    return script.die(`The user \`${name}' was not created.`);
  }
  if (makeGroup && line.number("uid") === undefined)
    return { uid, gid: (await firstFree(adding, ["gid"], rangeOf(adding, "gid", true))) ?? -1, group: name };
  if (gid !== undefined) return { uid, gid, group: (await findGid(proc, gid))?.name ?? "" };
  if (inGroup !== undefined) return { uid, gid: (await findGroup(proc, inGroup))!.gid, group: inGroup };
  return { uid, gid: uid, group: name };
}
