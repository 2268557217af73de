import type { Process } from "../kernel/process.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Group } from "./records/group.ts";
import { type Shadow, shadow } from "./records/shadow.ts";
import type { User } from "./records/passwd.ts";
import { linesOf, readTextIfAny } from "./text-file.ts";

/**
 * Services that add nothing to the files where no daemon runs: systemd knows root and nobody, which
 * every distribution's files have; the others ask somebody.
 */
const silent: ReadonlySet<string> = new Set(["files", "compat", "systemd", "sss", "nis", "nisplus", "ldap", "winbind"]);

/** All users as getpwent(3) gives them: glibc's nss_files over /etc/passwd. */
export async function allUsers(proc: Process): Promise<readonly User[]> {
  await demandFiles(proc, "passwd");
  return entryLines(await readTextIfAny(proc, "/etc/passwd")).flatMap(userOf);
}

/** getgrent(3). */
export async function allGroups(proc: Process): Promise<readonly Group[]> {
  await demandFiles(proc, "group");
  return entryLines(await readTextIfAny(proc, "/etc/group")).flatMap(groupOf);
}

/** getpwnam(3). */
export const findUser = async (proc: Process, name: string): Promise<User | undefined> =>
  (await allUsers(proc)).find((user) => user.name === name);

/** getpwuid(3). */
export const findUid = async (proc: Process, uid: number): Promise<User | undefined> =>
  (await allUsers(proc)).find((user) => user.uid === uid);

/** getgrnam(3). */
export const findGroup = async (proc: Process, name: string): Promise<Group | undefined> =>
  (await allGroups(proc)).find((group) => group.name === name);

/** getgrgid(3). */
export const findGid = async (proc: Process, gid: number): Promise<Group | undefined> =>
  (await allGroups(proc)).find((group) => group.gid === gid);

/** getspent(3); nobody but root may read it. */
export async function allShadows(proc: Process): Promise<readonly Shadow[]> {
  return entryLines(await readTextIfAny(proc, "/etc/shadow")).flatMap((line) => shadow.parse(line) ?? []);
}

/** getspnam(3). */
export const findShadow = async (proc: Process, name: string): Promise<Shadow | undefined> =>
  (await allShadows(proc)).find((entry) => entry.name === name);

/** getgrouplist(3): the own one first, then those that name the user. */
export async function groupsOf(proc: Process, name: string, gid: number): Promise<readonly number[]> {
  const more = (await allGroups(proc)).filter(({ members }) => members.includes(name)).map(({ gid }) => gid);
  return [...new Set([gid, ...more])];
}

async function demandFiles(proc: Process, database: string): Promise<void> {
  const line = entryLines(await readTextIfAny(proc, "/etc/nsswitch.conf")).find((one) =>
    one.replace(/\s/g, "").startsWith(`${database}:`),
  );
  const services = (line ?? ":")
    .replace(/\[[^\]]*\]|#.*/g, "")
    .split(":")[1]!
    .trim()
    .split(/\s+/);
  const other = services.find((service) => service !== "" && !silent.has(service));
  if (other !== undefined)
    throw new Refusal(other, `is a source of /etc/nsswitch.conf for ${database} that is not emulated`);
}

/** nss_files: blank lines, comments and NIS entries are none. */
const entryLines = (text = ""): readonly string[] =>
  linesOf(text)
    .map((line) => line.replace(/^[ \t\v\f\r]+/, ""))
    .filter((line) => line !== "" && !/^[#+-]/.test(line));

/** glibc, nss/nss_files/files-pwd.c: what comes after the group may be missing; the shell takes the rest. */
function userOf(line: string): readonly User[] {
  const [name, password, uidText, gidText, comment = "", home = "", ...shell] = line.split(":");
  const [uid, gid] = [idOf(uidText), idOf(gidText)];
  if (uid === undefined || gid === undefined) return [];
  return [{ name: name!, password: password!, uid, gid, comment, home, shell: shell.join(":") }];
}

/** files-grp.c: empty members are none. */
function groupOf(line: string): readonly Group[] {
  const [name, password, gidText, ...rest] = line.split(":");
  const gid = idOf(gidText);
  if (gid === undefined) return [];
  const members = rest
    .join(":")
    .split(",")
    .map((member) => member.replace(/^[ \t\v\f\r]+/, ""))
    .filter((member) => member !== "");
  return [{ name: name!, password: password!, gid, members }];
}

/** strtou32 of nss/nss_files/files-parse.c. */
function idOf(text = ""): number | undefined {
  const digits = /^[ \t\v\f\r]*\+?(\d+)$/.exec(text)?.[1];
  return digits === undefined ? undefined : Math.min(Number(digits), 0xffff_ffff);
}
