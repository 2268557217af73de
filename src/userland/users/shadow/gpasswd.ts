import type { Options } from "../../commands/options.ts";
import { withName, withoutName } from "../lists.ts";
import { findUser } from "../name-service.ts";
import type { Group } from "../records/group.ts";
import type { GroupShadow } from "../records/gshadow.ts";
import { type Call, otherTree, shadowTool } from "./shadow-tool.ts";

const options = {
  add: { short: "a", long: "add", value: "required" },
  administrators: { short: "A", long: "administrators", value: "required" },
  delete: { short: "d", long: "delete", value: "required" },
  // For gpasswd's older name, "passwd -g".
  nothing: { short: "g" },
  help: { short: "h", long: "help" },
  members: { short: "M", long: "members", value: "required" },
  root: { short: "Q", long: "root", value: "required", refused: otherTree },
  removePassword: { short: "r", long: "remove-password" },
  restrict: { short: "R", long: "restrict" },
} as const satisfies Options<string>;

type Name = keyof typeof options;
type GpasswdCall = Call<Name>;
type Values = Partial<Record<Name, string>>;

interface Entries {
  readonly group: Group;
  /** undefined where there is no /etc/gshadow. */
  readonly shadow: GroupShadow | undefined;
}

const changing = ["add", "administrators", "delete", "members", "removePassword", "restrict"] as const;

/** gpasswd(1) of shadow 4.13 (src/gpasswd.c) for root. */
export const gpasswd = shadowTool({
  options,
  usage: "gpasswd",
  impossible: (given) =>
    given.some(({ name }) => name === "help" || changing.some((one) => one === name))
      ? undefined
      : { word: "gpasswd", reason: "asks for a password at a terminal" },
  async run(call) {
    const values = await readValues(call);
    const exclusive = changing.filter((name) => values[name] !== undefined && name !== "administrators");
    const both = exclusive.length + (values.administrators !== undefined && values.members === undefined ? 1 : 0);
    const [name] = call.operands;
    if (both > 1 || name === undefined || call.operands.length > 1) return call.usage(2);
    const changed = await changedEntries(call, await entriesOf(call, name), values);
    const { accounts } = call;
    const { groups, groupShadows, has } = accounts;
    await accounts.lock(groups, 1);
    if (has.gshadow) await accounts.lock(groupShadows, 1);
    await accounts.read(groups, 1);
    if (has.gshadow) await accounts.read(groupShadows, 1);
    await accounts.update(groups, changed.group, name, 1);
    if (changed.shadow !== undefined) await accounts.update(groupShadows, changed.shadow, name, 1);
    await accounts.write(groups, 1);
    if (has.gshadow) await accounts.write(groupShadows, 1);
    return 0;
  },
});

async function readValues(call: GpasswdCall): Promise<Values> {
  const values: Values = {};
  for await (const { name, value } of call.options()) {
    values[name] = value;
    if (name === "help") await call.usage(0);
    if (name === "add" && (await findUser(call.proc, value)) === undefined)
      await call.fail(3, `user '${value}' does not exist`);
    if (name === "administrators" && !call.accounts.has.gshadow)
      await call.fail(17, "shadow group passwords required for -A");
    if (name === "administrators" || name === "members") await checkUsers(call, value);
  }
  return values;
}

async function checkUsers(call: GpasswdCall, list: string): Promise<void> {
  let missing = false;
  // A comma at the end is no name.
  for (const name of list === "" ? [] : list.replace(/,$/, "").split(",")) {
    if ((await findUser(call.proc, name)) !== undefined) continue;
    await call.say(`user '${name}' does not exist`);
    missing = true;
  }
  if (missing) await call.fail(3);
}

async function entriesOf(call: GpasswdCall, name: string): Promise<Entries> {
  const { groups, groupShadows, has } = call.accounts;
  if (!(await groups.open(false))) await call.fail(1, `cannot open ${groups.path}`);
  const group = groups.find(name);
  if (group === undefined) return call.fail(3, `group '${name}' does not exist in ${groups.path}`);
  if (!has.gshadow) return { group, shadow: undefined };
  if (!(await groupShadows.open(false))) await call.fail(1, `cannot open ${groupShadows.path}`);
  const shadow = groupShadows.find(name);
  if (shadow !== undefined) return { group, shadow };
  const { members, password } = group;
  return {
    group: { ...group, password: "x" },
    shadow: { name, password, members, administrators: [] },
  };
}

async function changedEntries(call: GpasswdCall, { group, shadow }: Entries, values: Values): Promise<Entries> {
  if (values.removePassword !== undefined || values.restrict !== undefined) {
    const password = values.removePassword === undefined ? "!" : "";
    return shadow === undefined
      ? { group: { ...group, password }, shadow }
      : { group: { ...group, password: "x" }, shadow: { ...shadow, password } };
  }
  if (values.add !== undefined) {
    await call.proc.out(`Adding user ${values.add} to group ${group.name}\n`);
    const join = (members: readonly string[]) => withName(members, values.add!);
    return withMembers({ group, shadow }, join);
  }
  if (values.delete !== undefined) {
    const name = values.delete;
    await call.proc.out(`Removing user ${name} from group ${group.name}\n`);
    if (!group.members.includes(name) && shadow?.members.includes(name) !== true)
      await call.fail(3, `user '${name}' is not a member of '${group.name}'`);
    return withMembers({ group, shadow }, (members) => withoutName(members, name));
  }
  const administrators = values.administrators === undefined ? undefined : listOf(values.administrators);
  const appointed = shadow && administrators ? { ...shadow, administrators } : shadow;
  const entries = { group, shadow: appointed };
  return values.members === undefined ? entries : withMembers(entries, () => listOf(values.members!));
}

function withMembers({ group, shadow }: Entries, change: (members: readonly string[]) => readonly string[]): Entries {
  return {
    group: { ...group, members: change(group.members) },
    shadow: shadow && { ...shadow, members: change(shadow.members) },
  };
}

/** libmisc/list.c, comma_to_list: what is empty between commas is a member too. */
const listOf = (list: string): readonly string[] => (list === "" ? [] : list.split(","));
