import type { Given, Options } from "../../../commands/options.ts";
import { Refusal } from "../../../kernel/refusal.ts";
import { Exit } from "../../../kernel/program.ts";
import { idOf, longOf } from "../../c-numbers.ts";
import { findShadow, findUid, findUser } from "../../name-service.ts";
import type { User } from "../../records/passwd.ts";
import { daysOf } from "../last-change.ts";
import { doubtfulShell, groupOf, isField, isShell, isValidName } from "../names.ts";
import { type Call, otherTree } from "../shadow-tool.ts";

export const options = {
  append: { short: "a", long: "append" },
  badNames: { short: "b", long: "badnames" },
  comment: { short: "c", long: "comment", value: "required" },
  home: { short: "d", long: "home", value: "required" },
  expire: { short: "e", long: "expiredate", value: "required" },
  inactive: { short: "f", long: "inactive", value: "required" },
  group: { short: "g", long: "gid", value: "required" },
  groups: { short: "G", long: "groups", value: "required" },
  help: { short: "h", long: "help" },
  login: { short: "l", long: "login", value: "required" },
  lock: { short: "L", long: "lock" },
  move: { short: "m", long: "move-home" },
  notUnique: { short: "o", long: "non-unique" },
  password: { short: "p", long: "password", value: "required" },
  remove: { short: "r", long: "remove" },
  root: { short: "R", long: "root", value: "required", refused: otherTree },
  prefix: { short: "P", long: "prefix", value: "required", refused: otherTree },
  shell: { short: "s", long: "shell", value: "required" },
  uid: { short: "u", long: "uid", value: "required" },
  unlock: { short: "U", long: "unlock" },
  addUids: { short: "v", long: "add-subuids", value: "required" },
  removeUids: { short: "V", long: "del-subuids", value: "required" },
  addGids: { short: "w", long: "add-subgids", value: "required" },
  removeGids: { short: "W", long: "del-subgids", value: "required" },
  selinux: { short: "Z", long: "selinux-user", value: "required", refused: "needs SELinux" },
} as const satisfies Options<string>;

type Flag = keyof typeof options;
export type UsermodCall = Call<Flag>;

/** Ids from the first to the last. */
export type IdRange = readonly [number, number];

/** What is to be changed. `flags` holds only what differs from what is. */
export interface Request {
  readonly flags: ReadonlySet<Flag>;
  readonly user: User;
  readonly login: string;
  readonly uid: number;
  readonly gid: number;
  readonly comment: string;
  readonly home: string;
  readonly shell: string;
  readonly password: string;
  readonly expire: number;
  readonly inactive: number;
  readonly groups: readonly string[];
  /** The last one first. */
  readonly ranges: Readonly<Record<"addUids" | "removeUids" | "addGids" | "removeGids", readonly IdRange[]>>;
}

type Values = Partial<Omit<Request, "flags" | "user" | "ranges">>;
type Ranges = Request["ranges"];

/** Reads the command line (shadow: src/usermod.c, process_flags); ends the tool where it is wrong or changes nothing. */
export async function readRequest(call: UsermodCall): Promise<Request> {
  const flags = new Set<Flag>();
  let values: Values = {};
  let ranges: Ranges = { addUids: [], removeUids: [], addGids: [], removeGids: [] };
  for await (const option of call.options()) {
    const { name, value } = option;
    if (name === "addUids" || name === "removeUids" || name === "addGids" || name === "removeGids")
      ranges = { ...ranges, [name]: [await rangeOf(call, name, value), ...ranges[name]] };
    else values = { ...values, ...(await valueOf(call, option, flags)) };
    flags.add(name);
  }
  const [name] = call.operands;
  if (name === undefined || call.operands.length > 1) return call.usage(2);
  const user = await findUser(call.proc, name);
  if (user === undefined) return call.fail(6, `user '${name}' does not exist`);
  await checkTogether(call, flags);
  const shadow = call.accounts.has.shadow ? await findShadow(call.proc, name) : undefined;
  const request = { ...completed(user, values), user, ranges };
  const changes = withoutSame(flags, request, { expire: shadow?.expire ?? 0, inactive: shadow?.inactive ?? 0 });
  await checkChanges(call, changes, request);
  return { ...request, flags: changes };
}

function completed({ name, password: _, ...user }: User, values: Values) {
  return { login: name, ...user, password: "", expire: 0, inactive: 0, groups: [], ...values };
}

async function valueOf(
  call: UsermodCall,
  { name, value, as }: Given<Flag> & { readonly value: string },
  flags: ReadonlySet<Flag>,
): Promise<Values> {
  switch (name) {
    case "badNames":
      if (call.release !== "4.13") throw new Refusal(as, "is deprecated and what it says is not emulated");
      return {};
    case "comment":
      return isField(value) ? { comment: value } : call.fail(3, `invalid field '${value}'`);
    case "home":
      if (!isField(value)) return call.fail(3, `invalid field '${value}'`);
      return value.startsWith("/") ? { home: value } : call.fail(3, "homedir must be an absolute path");
    case "expire":
      return expire(call, value);
    case "inactive": {
      const days = longOf(value);
      return days === undefined || days < -1 ? call.fail(3, `invalid numeric argument '${value}'`) : { inactive: days };
    }
    case "group": {
      const group = await groupOf(call.proc, value);
      return group === undefined ? call.fail(6, `group '${value}' does not exist`) : { gid: group.gid };
    }
    case "groups":
      return { groups: await groupNames(call, value) };
    case "help":
      return call.usage(0);
    case "login":
      if (flags.has("badNames") || isValidName(call.release, value)) return { login: value };
      return call.fail(3, `invalid user name '${value}': use --badname to ignore`);
    case "password":
      return { password: value };
    case "shell": {
      if (!isShell(value)) return call.fail(3, `invalid shell '${value}'`);
      const doubt = doubtfulShell(call.proc, value);
      if (doubt !== undefined) await call.say(doubt);
      return { shell: value };
    }
    case "uid": {
      const uid = idOf(value);
      return uid === undefined || uid === 0xffff_ffff ? call.fail(3, `invalid user ID '${value}'`) : { uid };
    }
    default:
      return {};
  }
}

async function expire(call: UsermodCall, value: string): Promise<Values> {
  const days = daysOf(value);
  return days === undefined || days < -1 ? call.fail(3, `invalid date '${value}'`) : { expire: days };
}

async function groupNames(call: UsermodCall, list: string): Promise<readonly string[]> {
  const names: string[] = [];
  let missing = false;
  for (const wanted of list === "" ? [] : list.split(",")) {
    const group = await groupOf(call.proc, wanted);
    if (group !== undefined) names.push(group.name);
    else await call.say(`group '${wanted}' does not exist`);
    missing ||= group === undefined;
  }
  return missing ? call.fail(6) : names;
}

async function rangeOf(call: UsermodCall, name: keyof Ranges, text: string): Promise<IdRange> {
  const [, first, last] = /^[ \t\n\v\f\r]*\+?(\d+)-[ \t\n\v\f\r]*\+?(\d+)$/.exec(text) ?? [];
  const range = [Number(first), Number(last)] as const;
  if (first !== undefined && range[0] <= range[1] && range[1] < 2 ** 53) return range;
  return call.fail(3, `invalid subordinate ${name.endsWith("Uids") ? "uid" : "gid"} range '${text}'`);
}

async function checkTogether(call: UsermodCall, flags: ReadonlySet<Flag>): Promise<void> {
  const only = (flag: Flag, of: Flag, shown: string): readonly [boolean, string] => {
    const [one, other] = shown.split(" ");
    return [flags.has(flag) && !flags.has(of), `${one} flag is only allowed with the ${other} flag`];
  };
  const password = (["lock", "password", "unlock"] as const).filter((flag) => flags.has(flag));
  const wrong: readonly (readonly [boolean, string])[] = [
    [flags.size === 0, "no options"],
    only("append", "groups", "-a -G"),
    only("remove", "groups", "-r -G"),
    [flags.has("remove") && flags.has("append"), "-r and -a are mutually exclusive flags"],
    [password.length > 1, "the -L, -p, and -U flags are exclusive"],
    only("notUnique", "uid", "-o -u"),
    only("move", "home", "-m -d"),
  ];
  const message = wrong.find(([is]) => is)?.[1];
  if (message === undefined) return;
  await call.say(message);
  await call.usage(2);
}

/** What is asked for, without what is so already. */
function withoutSame(
  flags: ReadonlySet<Flag>,
  { user, ...request }: Omit<Request, "flags">,
  shadow: Pick<Request, "expire" | "inactive">,
): ReadonlySet<Flag> {
  const same: readonly (readonly [boolean, readonly Flag[]])[] = [
    [request.uid === user.uid, ["uid", "notUnique"]],
    [request.gid === user.gid, ["group"]],
    [request.shell === user.shell, ["shell"]],
    [request.login === user.name, ["login"]],
    [request.inactive === shadow.inactive, ["inactive"]],
    [request.expire === shadow.expire, ["expire"]],
    [request.home === user.home, ["home", "move"]],
    [request.comment === user.comment, ["comment"]],
  ];
  const unchanged = new Set(same.flatMap(([is, names]) => (is ? names : [])));
  return new Set([...flags].filter((flag) => !unchanged.has(flag)));
}

async function checkChanges(
  call: UsermodCall,
  flags: ReadonlySet<Flag>,
  { login, uid }: Pick<Request, "login" | "uid">,
): Promise<void> {
  const { proc, accounts } = call;
  const modifiers = new Set<Flag>(["append", "badNames", "notUnique", "remove"]);
  if ([...flags].every((flag) => modifiers.has(flag))) {
    await proc.out(`${call.tool}: no changes\n`);
    throw new Exit(0);
  }
  if (!accounts.has.shadow && (flags.has("expire") || flags.has("inactive")))
    await call.fail(2, "shadow passwords required for -e and -f");
  if (flags.has("login") && (await findUser(proc, login)) !== undefined)
    await call.fail(9, `user '${login}' already exists`);
  if (flags.has("uid") && !flags.has("notUnique") && (await findUid(proc, uid)) !== undefined)
    await call.fail(4, `UID '${uid}' already exists`);
  const missing = (path: string, a: string, b: string) =>
    `${path} does not exist, you cannot use the flags ${a} or ${b}`;
  if ((flags.has("addUids") || flags.has("removeUids")) && !accounts.has.subuid)
    await call.fail(2, missing("/etc/subuid", "-v", "-V"));
  if ((flags.has("addGids") || flags.has("removeGids")) && !accounts.has.subgid)
    await call.fail(2, missing("/etc/subgid", "-w", "-W"));
}
