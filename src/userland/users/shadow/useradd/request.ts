import type { Given, Options } from "../../../commands/options.ts";
import { idOf, longOf } from "../../c-numbers.ts";
import { Refusal } from "../../../kernel/refusal.ts";
import { define } from "../define.ts";
import { daysOf } from "../last-change.ts";
import { doubtfulShell, groupOf, isField, isShell, isValidName } from "../names.ts";
import { type Call, otherTree } from "../shadow-tool.ts";
import { type Defaults, readDefaults } from "./defaults.ts";

export const options = {
  baseDirectory: { short: "b", long: "base-dir", value: "required" },
  badName: { long: "badname" },
  subvolume: { long: "btrfs-subvolume-home", refused: "makes a volume of BTRFS" },
  comment: { short: "c", long: "comment", value: "required" },
  home: { short: "d", long: "home-dir", value: "required" },
  defaults: { short: "D", long: "defaults" },
  expire: { short: "e", long: "expiredate", value: "required" },
  inactive: { short: "f", long: "inactive", value: "required" },
  subordinate: { short: "F", long: "add-subids-for-system" },
  group: { short: "g", long: "gid", value: "required" },
  groups: { short: "G", long: "groups", value: "required" },
  help: { short: "h", long: "help" },
  skeleton: { short: "k", long: "skel", value: "required" },
  // -O is Debian's older name.
  key: { short: "KO", long: "key", value: "required" },
  noLog: { short: "l", long: "no-log-init" },
  createHome: { short: "m", long: "create-home" },
  noHome: { short: "M", long: "no-create-home" },
  noUserGroup: { short: "N", long: "no-user-group" },
  notUnique: { short: "o", long: "non-unique" },
  password: { short: "p", long: "password", value: "required" },
  system: { short: "r", long: "system" },
  root: { short: "R", long: "root", value: "required", refused: otherTree },
  prefix: { short: "P", long: "prefix", value: "required", refused: otherTree },
  shell: { short: "s", long: "shell", value: "required" },
  uid: { short: "u", long: "uid", value: "required" },
  userGroup: { short: "U", long: "user-group" },
  selinux: { short: "Z", long: "selinux-user", value: "required", refused: "needs SELinux" },
} as const satisfies Options<string>;

export type UseraddCall = Call<keyof typeof options>;

/** What a command line of useradd asks for, as far as its options say it. */
export interface Request {
  readonly flags: ReadonlySet<string>;
  readonly defaults: Defaults;
  readonly password: string;
  readonly comment: string;
  readonly home: string | undefined;
  readonly expire: number | undefined;
  readonly group: number | undefined;
  readonly groups: readonly string[];
  readonly uid: number | undefined;
}

type Change = Partial<Omit<Request, "flags" | "defaults">> & { readonly defaults?: Partial<Defaults> };
type Option = Given<keyof typeof options> & { readonly value: string };

/** Reads the options one after the other (shadow: src/useradd.c, process_flags); ends the tool where one is wrong. */
export async function readRequest(call: UseraddCall): Promise<Request> {
  let request: Request = {
    flags: new Set(),
    defaults: await readDefaults(call),
    password: "!",
    comment: "",
    home: undefined,
    expire: undefined,
    group: undefined,
    groups: [],
    uid: undefined,
  };
  for await (const option of call.options()) {
    const change = await changeOf(call, option, request);
    request = {
      ...request,
      ...change,
      flags: new Set([...request.flags, option.name]),
      defaults: { ...request.defaults, ...change.defaults },
    };
  }
  return request;
}

async function changeOf(call: UseraddCall, { name, value, as }: Option, { flags, groups }: Request): Promise<Change> {
  const toDefaults = flags.has("defaults");
  switch (name) {
    case "baseDirectory":
      if (!isField(value) || !value.startsWith("/")) return call.fail(3, `invalid base directory '${value}'`);
      return { defaults: { home: value } };
    case "comment":
      return isField(value) ? { comment: value } : call.fail(3, `invalid comment '${value}'`);
    case "home":
      if (!isField(value) || !value.startsWith("/")) return call.fail(3, `invalid home directory '${value}'`);
      return { home: value };
    case "defaults":
      if (call.release !== "4.13") throw new Refusal(as, `is not emulated for shadow ${call.release}`);
      return flags.size > 0 ? call.usage(2) : {};
    case "expire":
      return expire(call, value, toDefaults);
    case "inactive":
      return inactive(call, value);
    case "group":
      return group(call, value, toDefaults);
    case "groups":
      return { groups: value === "" ? groups : await localGroups(call, value) };
    case "help":
      return call.usage(0);
    case "skeleton":
      return { defaults: { skeleton: value } };
    case "badName":
      if (call.release !== "4.13") throw new Refusal(as, "is deprecated and what it says is not emulated");
      return {};
    case "key":
      if (as === "-O" && call.release !== "4.13")
        throw new Refusal(as, "is no option any more, and usage is not emulated");
      await define(call, value);
      return {};
    case "password":
      return isField(value) ? { password: value } : call.fail(3, `invalid field '${value}'`);
    case "shell":
      return shell(call, value);
    case "uid":
      return uid(call, value);
    default:
      return {};
  }
}

async function expire(call: UseraddCall, value: string, toDefaults: boolean): Promise<Change> {
  const days = daysOf(value);
  if (days === undefined || days < -1) return call.fail(3, `invalid date '${value}'`);
  if (days !== -1 && !call.accounts.has.shadow) return call.fail(2, "shadow passwords required for -e");
  return { expire: days, ...(toDefaults && { defaults: { expire: value } }) };
}

async function inactive(call: UseraddCall, value: string): Promise<Change> {
  const days = longOf(value);
  if (days === undefined || days < -1) return call.fail(3, `invalid numeric argument '${value}'`);
  if (days !== -1 && !call.accounts.has.shadow) return call.fail(2, "shadow passwords required for -f");
  return { defaults: { inactive: days } };
}

async function group(call: UseraddCall, value: string, toDefaults: boolean): Promise<Change> {
  const found = await groupOf(call.proc, value);
  if (found === undefined) return call.fail(6, `group '${value}' does not exist`);
  return toDefaults ? { defaults: { group: found.gid } } : { group: found.gid };
}

async function uid(call: UseraddCall, value: string): Promise<Change> {
  const id = idOf(value);
  return id === undefined || id === 0xffff_ffff ? call.fail(3, `invalid user ID '${value}'`) : { uid: id };
}

async function shell(call: UseraddCall, value: string): Promise<Change> {
  if (!isShell(value)) return call.fail(3, `invalid shell '${value}'`);
  const doubt = doubtfulShell(call.proc, value);
  if (doubt !== undefined) await call.say(doubt);
  return { defaults: { shell: value } };
}

/** Names of groups of /etc/group, by name or id; locks the files while it looks. */
async function localGroups(call: UseraddCall, list: string): Promise<readonly string[]> {
  const { accounts } = call;
  await accounts.open(accounts.groups, 10);
  if (accounts.has.gshadow) await accounts.open(accounts.groupShadows, 10);
  const names: string[] = [];
  let missing = false;
  for (const wanted of list.split(",")) {
    const id = idOf(wanted);
    const found =
      id === undefined ? accounts.groups.find(wanted) : accounts.groups.entries.find(({ gid }) => gid === id);
    if (found !== undefined) names.push(found.name);
    else await call.say(`group '${wanted}' does not exist`);
    missing ||= found === undefined;
  }
  accounts.unlock();
  return missing ? call.fail(6) : names;
}

/** What is wrong with the options together; the first that is ends the tool. */
export async function checkTogether(call: UseraddCall, flags: ReadonlySet<string>, userGroup: boolean): Promise<void> {
  const has = (name: keyof typeof options): boolean => flags.has(name);
  const only = "flag is only allowed with the";
  const wrong: readonly (readonly [boolean, string])[] = [
    [has("notUnique") && !has("uid"), `-o ${only} -u flag`],
    [has("skeleton") && !has("createHome"), `-k ${only} -m flag`],
    [userGroup && has("group"), "options -U and -g conflict"],
    [userGroup && has("noUserGroup"), "options -U and -N conflict"],
    [has("createHome") && has("noHome"), "options -m and -M conflict"],
  ];
  const message = wrong.find(([is]) => is)?.[1];
  if (message !== undefined) {
    await call.say(message);
    await call.usage(2);
  }
  const others = ["uid", "groups", "home", "comment", "createHome"] as const;
  if (has("defaults")) {
    if (call.operands.length > 0 || others.some(has)) await call.usage(2);
    return;
  }
  const [name] = call.operands;
  if (name === undefined || call.operands.length !== 1) return call.usage(2);
  if (!has("badName") && !isValidName(call.release, name))
    await call.fail(3, `invalid user name '${name}': use --badname to ignore`);
}
