import type { Options } from "../../commands/options.ts";
import { Exit } from "../../kernel/program.ts";
import { idOf } from "../c-numbers.ts";
import { withName } from "../lists.ts";
import { findGid, findGroup, findUser } from "../name-service.ts";
import { define } from "./define.ts";
import { findGroupId } from "./find-id.ts";
import { isValidName } from "./names.ts";
import { type Call, otherTree, shadowTool } from "./shadow-tool.ts";

const options = {
  force: { short: "f", long: "force" },
  gid: { short: "g", long: "gid", value: "required" },
  help: { short: "h", long: "help" },
  key: { short: "K", long: "key", value: "required" },
  notUnique: { short: "o", long: "non-unique" },
  password: { short: "p", long: "password", value: "required" },
  system: { short: "r", long: "system" },
  root: { short: "R", long: "root", value: "required", refused: otherTree },
  prefix: { short: "P", long: "prefix", value: "required", refused: otherTree },
  users: { short: "U", long: "users", value: "required" },
} as const satisfies Options<string>;

type GroupaddCall = Call<keyof typeof options>;

interface Request {
  readonly flags: ReadonlySet<string>;
  readonly gid: number | undefined;
  readonly password: string | undefined;
  readonly users: string;
}

/** groupadd(8) of shadow 4.13 (src/groupadd.c). */
export const groupadd = shadowTool({
  options,
  usage: "groupadd",
  async run(call) {
    const request = await readRequest(call);
    const name = await checkedName(call, request);
    const wanted = await checkedGid(call, request);
    const { accounts } = call;
    const { groups, groupShadows, has } = accounts;
    await accounts.lock(groups, 10);
    if (has.gshadow) await accounts.lock(groupShadows, 10);
    await accounts.read(groups, 10);
    if (has.gshadow) await accounts.read(groupShadows, 10);
    const gid = wanted ?? (await findGroupId(call, request.flags.has("system")));
    if (gid === undefined) return 4;
    const members = await membersOf(call, request.users);
    const { password } = request;
    const shown = has.gshadow ? "x" : (password ?? "x");
    await accounts.update(groups, { name, password: shown, gid, members }, name, 10);
    if (has.gshadow)
      await accounts.update(
        groupShadows,
        { name, password: password ?? "!", administrators: [], members: call.release === "4.13" ? [] : members },
        name,
        10,
      );
    await accounts.write(groups, 10);
    if (has.gshadow) await accounts.write(groupShadows, 10);
    return 0;
  },
});

async function readRequest(call: GroupaddCall): Promise<Request> {
  const flags = new Set<string>();
  let gid: number | undefined;
  let password: string | undefined;
  let users = "";
  for await (const { name, value } of call.options()) {
    flags.add(name);
    if (name === "gid") {
      gid = idOf(value);
      if (gid === undefined || gid === 0xffff_ffff) await call.fail(3, `invalid group ID '${value}'`);
    } else if (name === "help") await call.usage(0);
    else if (name === "key") await define(call, value);
    else if (name === "password") password = value;
    else if (name === "users") users = value;
  }
  return { flags, gid, password, users };
}

async function checkedName(call: GroupaddCall, { flags }: Request): Promise<string> {
  const [name] = call.operands;
  if (name === undefined || call.operands.length > 1 || (flags.has("notUnique") && !flags.has("gid")))
    return call.usage(2);
  if (!isValidName(call.release, name)) await call.fail(3, `'${name}' is not a valid group name`);
  if ((await findGroup(call.proc, name)) === undefined) return name;
  if (flags.has("force")) throw new Exit(0);
  return call.fail(9, `group '${name}' already exists`);
}

/** undefined: any will do. */
async function checkedGid(call: GroupaddCall, { flags, gid }: Request): Promise<number | undefined> {
  if (gid === undefined || flags.has("notUnique") || (await findGid(call.proc, gid)) === undefined) return gid;
  return flags.has("force") ? undefined : call.fail(4, `GID '${gid}' already exists`);
}

/** Names of users, separated by commas; ends the tool where one is none. */
export async function membersOf(
  call: Call<string>,
  list: string,
  before: readonly string[] = [],
): Promise<readonly string[]> {
  let members = before;
  for (const name of list.split(",").filter(Boolean)) {
    if ((await findUser(call.proc, name)) === undefined) {
      await call.proc.err(`Invalid member username ${name}\n`);
      throw new Exit(10);
    }
    members = withName(members, name);
  }
  return members;
}
