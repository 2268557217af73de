import type { Options } from "../../commands/options.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { idOf } from "../c-numbers.ts";
import { allUsers, findGid, findGroup } from "../name-service.ts";
import type { Group } from "../records/group.ts";
import type { GroupShadow } from "../records/gshadow.ts";
import { membersOf } from "./groupadd.ts";
import { isValidName } from "./names.ts";
import { type Call, otherTree, shadowTool } from "./shadow-tool.ts";

const options = {
  append: { short: "a", long: "append" },
  gid: { short: "g", long: "gid", value: "required" },
  help: { short: "h", long: "help" },
  newName: { short: "n", long: "new-name", value: "required" },
  notUnique: { short: "o", long: "non-unique" },
  password: { short: "p", long: "password", value: "required" },
  root: { short: "R", long: "root", value: "required", refused: otherTree },
  prefix: { short: "P", long: "prefix", value: "required", refused: otherTree },
  users: { short: "U", long: "users", value: "required" },
} as const satisfies Options<string>;

type GroupmodCall = Call<keyof typeof options>;

interface Request {
  readonly append: boolean;
  readonly notUnique: boolean;
  readonly gid: number | undefined;
  readonly name: string | undefined;
  readonly password: string | undefined;
  readonly users: string | undefined;
}

/** groupmod(8) of shadow 4.13 (src/groupmod.c). */
export const groupmod = shadowTool({
  options,
  usage: "groupmod",
  async run(call) {
    const read = await readRequest(call);
    const [name] = call.operands;
    if ((read.notUnique && read.gid === undefined) || name === undefined || call.operands.length > 1)
      return call.usage(2);
    const group = await findGroup(call.proc, name);
    if (group === undefined) return call.fail(6, `group '${name}' does not exist`);
    if (read.users !== undefined && call.release !== "4.13")
      throw new Refusal("groupmod -U", `is not emulated for shadow ${call.release}`);
    const request = await checked(call, group, read);
    const { accounts } = call;
    const { users, groups, groupShadows } = accounts;
    const shadowed = accounts.has.gshadow && (request.password !== undefined || request.name !== undefined);
    await accounts.lock(groups, 10);
    if (shadowed) await accounts.lock(groupShadows, 10);
    if (request.gid !== undefined) await accounts.lock(users, 10);
    await accounts.read(groups, 10);
    if (shadowed) await accounts.read(groupShadows, 10);
    if (request.gid !== undefined) await accounts.read(users, 10);
    await update(call, name, request, shadowed);
    await accounts.write(groups, 10);
    if (shadowed) await accounts.write(groupShadows, 10);
    if (request.gid !== undefined) await accounts.write(users, 10);
    return 0;
  },
});

async function readRequest(call: GroupmodCall): Promise<Request> {
  const flags = new Set<string>();
  let gid: number | undefined;
  const texts: { name?: string; password?: string; users?: string } = {};
  for await (const { name, value } of call.options()) {
    flags.add(name);
    if (name === "gid") {
      gid = idOf(value);
      if (gid === undefined || gid === 0xffff_ffff) await call.fail(3, `invalid group ID '${value}'`);
    } else if (name === "help") await call.usage(0);
    else if (name === "newName") texts.name = value;
    else if (name === "password") texts.password = value;
    else if (name === "users") texts.users = value;
  }
  const { name, password, users } = texts;
  return { append: flags.has("append"), notUnique: flags.has("notUnique"), gid, name, password, users };
}

/** What is as it is already is not asked for. */
async function checked(call: GroupmodCall, group: Group, request: Request): Promise<Request> {
  const gid = request.gid === group.gid ? undefined : request.gid;
  const name = request.name === group.name ? undefined : request.name;
  if (gid !== undefined && !request.notUnique && (await findGid(call.proc, gid)) !== undefined)
    await call.fail(4, `GID '${gid}' already exists`);
  if (name !== undefined) {
    if (!isValidName(call.release, name)) await call.fail(3, `invalid group name '${name}'`);
    if ((await findGroup(call.proc, name)) !== undefined) await call.fail(9, `group '${name}' already exists`);
  }
  return { ...request, gid, name };
}

async function update(call: GroupmodCall, name: string, request: Request, shadowed: boolean): Promise<void> {
  const { accounts } = call;
  const { groups, groupShadows } = accounts;
  const before = groups.find(name);
  if (before === undefined) return call.fail(10, `group '${name}' does not exist in ${groups.path}`);
  const newPassword = !accounts.has.gshadow || before.password !== "x" ? request.password : undefined;
  const renamed = { name: request.name ?? name, password: newPassword ?? before.password };
  const shadow = shadowed ? changedShadow(groupShadows.find(name), { ...before, ...renamed }, request) : undefined;
  if (request.gid !== undefined) await movePrimary(call, before.gid, request.gid);
  const members =
    request.users === undefined
      ? before.members
      : await membersOf(call, request.users, request.append ? before.members : []);
  await accounts.update(groups, { ...renamed, gid: request.gid ?? before.gid, members }, renamed.name, 10);
  if (request.name !== undefined) await accounts.remove(groups, name, 10, renamed.name);
  if (shadow === undefined) return;
  await accounts.update(groupShadows, shadow, shadow.name, 10);
  if (request.name !== undefined) await accounts.remove(groupShadows, name, 10);
}

/** A group that has no entry gets one if its password is to be there. */
function changedShadow(before: GroupShadow | undefined, group: Group, request: Request): GroupShadow | undefined {
  const { name, password } = request;
  if (before !== undefined) return { ...before, name: name ?? before.name, password: password ?? before.password };
  if (password === undefined || group.password !== "x") return undefined;
  return { name: group.name, password, administrators: [], members: group.members };
}

async function movePrimary(call: GroupmodCall, from: number, to: number): Promise<void> {
  const { accounts } = call;
  for (const { name, gid } of await allUsers(call.proc)) {
    if (gid !== from) continue;
    const user = accounts.users.find(name);
    if (user === undefined) return call.fail(10, `user '${name}' does not exist in ${accounts.users.path}`);
    await accounts.update(accounts.users, { ...user, gid: to }, name, 10);
  }
}
