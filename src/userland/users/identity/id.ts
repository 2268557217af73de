import { standardOptions } from "../../commands/standard-options.ts";
import { buffered, type Stdio } from "../../commands/stdio.ts";
import { tool } from "../../commands/tool.ts";
import { idOf } from "../c-numbers.ts";
import { allGroups, allUsers, groupsOf } from "../name-service.ts";
import type { User } from "../records/passwd.ts";

/** Whom a line is about. */
export interface Subject {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

/** id(1), GNU coreutils 9.1: src/id.c. */
export const id = tool({
  options: {
    all: { short: "a" },
    context: { short: "Z", long: "context" },
    group: { short: "g", long: "group" },
    groups: { short: "G", long: "groups" },
    name: { short: "n", long: "name" },
    real: { short: "r", long: "real" },
    user: { short: "u", long: "user" },
    zero: { short: "z", long: "zero" },
    ...standardOptions,
  },
  run: buffered(async (io, { has, operands }) => {
    if (has("context")) await io.die("--context (-Z) works only on an SELinux-enabled kernel");
    const only = (["user", "group", "groups"] as const).filter((name) => has(name));
    if (only.length > 1) await io.die('cannot print "only" of more than one choice');
    const what = only[0] ?? "all";
    if (what === "all" && (has("real") || has("name")))
      await io.die("cannot print only names or real IDs in default format");
    if (what === "all" && has("zero")) await io.die("option --zero not permitted in default format");
    const end = has("zero") ? "\0" : "\n";
    for (const operand of operands.length === 0 ? [undefined] : operands) {
      const subject = operand === undefined ? caller(io) : await named(io, operand);
      if (subject === undefined) continue;
      await io.put(await lineOf(io, subject, { what, name: has("name"), separator: has("zero") ? "\0" : " " }));
      await io.put(what === "groups" && has("zero") && operands.length > 1 ? "\0\0" : end);
    }
    return io.failed ? 1 : 0;
  }),
});

/** The process itself; its own group comes first. */
export function caller({ proc }: Stdio): Subject {
  const { uid, gid, groups } = proc.credentials;
  return { uid, gid, groups: [gid, ...groups.filter((group, index) => group !== gid && group !== groups[index - 1])] };
}

/** A user by name or number; complains where there is none. */
export async function named(io: Stdio, operand: string): Promise<Subject | undefined> {
  const users = await allUsers(io.proc);
  const uid = idOf(operand);
  const user: User | undefined =
    users.find(({ name }) => name === operand && !operand.startsWith("+")) ?? users.find((one) => one.uid === uid);
  if (user !== undefined) return { uid: user.uid, gid: user.gid, groups: await groupsOf(io.proc, user.name, user.gid) };
  const more = operand === "" ? ": No such file or directory" : "";
  await io.complain(`${io.quote(operand)}: no such user${more}`);
  return undefined;
}

interface Shown {
  readonly what: "all" | "user" | "group" | "groups";
  readonly name: boolean;
  readonly separator: string;
}

async function lineOf(io: Stdio, { uid, gid, groups }: Subject, { what, name, separator }: Shown): Promise<string> {
  const users = await allUsers(io.proc);
  const known = await allGroups(io.proc);
  const userName = users.find((user) => user.uid === uid)?.name;
  const groupName = (wanted: number) => known.find((group) => group.gid === wanted)?.name;
  const both = (number: number, text: string | undefined) => (text === undefined ? `${number}` : `${number}(${text})`);
  if (what === "all") {
    const all = groups.map((group) => both(group, groupName(group))).join(",");
    return `uid=${both(uid, userName)} gid=${both(gid, groupName(gid))} groups=${all}`;
  }
  if (what === "user") return name ? (userName ?? (await nameless(io, "user", uid))) : `${uid}`;
  const shown = what === "group" ? [gid] : [gid, ...groups.filter((group) => group !== gid)];
  return (await namesOf(io, shown, name ? groupName : (group) => `${group}`)).join(separator);
}

/** Names of groups; one that has none is shown as its number, and complained of. */
export async function namesOf(
  io: Stdio,
  groups: readonly number[],
  nameOf: (group: number) => string | undefined,
): Promise<readonly string[]> {
  const names: string[] = [];
  for (const group of groups) names.push(nameOf(group) ?? (await nameless(io, "group", group)));
  return names;
}

async function nameless(io: Stdio, kind: "user" | "group", number: number): Promise<string> {
  await io.complain(`cannot find name for ${kind} ID ${number}`);
  return String(number);
}
