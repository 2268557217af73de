import { findGid, findGroup, findUid, findUser } from "../../name-service.ts";
import { Refusal } from "../../../kernel/refusal.ts";
import { type Adding, isSystemId } from "./adding.ts";

/** What adduser makes of a user that is there: 0 none, 1 as wanted, 2 with another uid. */
export async function existingUser(adding: Adding): Promise<0 | 1 | 2> {
  const { script, line, name } = adding;
  const user = await findUser(script.proc, name);
  const uid = line.number("uid");
  if (user === undefined) return 0;
  if (uid === undefined || uid === user.uid) return 1;
  if (isSystemId(adding, "uid", user.uid)) return 2;
  throw new Refusal(name, "is a user with another uid outside of the system's, which makes adduser warn of itself");
}

async function existingGroup(adding: Adding): Promise<boolean> {
  return (await findGroup(adding.script.proc, adding.name)) !== undefined;
}

/** Ends the script where user or group cannot be made (adduser 3.134, check_user_group). */
export async function checkUserGroup(
  adding: Adding,
  system: boolean,
  makeGroup: boolean,
  gid = adding.line.number("gid"),
) {
  const { script, line, name } = adding;
  const { proc } = script;
  const uid = line.number("uid");
  if (!system || (await existingUser(adding)) === 0) {
    if ((await findUser(proc, name)) !== undefined)
      await script.die(`The user \`${name}' already exists${system ? ", and is not a system user" : ""}.`);
    if (uid !== undefined && (await findUid(proc, uid)) !== undefined)
      await script.die(`The UID ${uid} is already in use.`);
  }
  if (makeGroup) {
    if (system && (await existingGroup(adding))) return;
    if ((await findGroup(proc, name)) !== undefined) await script.die(`The group \`${name}' already exists.`);
    if (uid !== undefined && (await findGid(proc, uid)) !== undefined)
      await script.die(`The GID ${uid} is already in use.`);
    return;
  }
  const inGroup = line.value("inGroup");
  if (inGroup && inGroup !== "0" && (await findGroup(proc, inGroup)) === undefined)
    await script.die(`The group \`${inGroup}' does not exist.`);
  if (gid !== undefined && (await findGid(proc, gid)) === undefined) await script.die(`The GID ${gid} does not exist.`);
}
