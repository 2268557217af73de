import { SystemError } from "../kernel/errno.ts";
import { changeOwners } from "./change-owner.ts";
import { type Arguments, misuse } from "./options.ts";
import { ownOptions, sharedSettings } from "./own-options.ts";
import { type OwnerSpec, parseOwner } from "./owner-spec.ts";
import { type Owners, ownersOf } from "./owners.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";
import { tried } from "./tried.ts";

const options = { ...ownOptions, from: { long: "from", value: "required" } } as const;

/** chown of coreutils. */
export const chown = tool({ options, run: buffered(run) });

async function run(io: Stdio, args: Arguments<keyof typeof options>): Promise<number> {
  const { values, value, operands } = args;
  const owners = await ownersOf(io.proc);
  let from = { uid: -1, gid: -1 };
  for (const text of values("from")) {
    const { uid, gid } = await parsed(io, text, owners);
    from = { uid: uid === -1 ? from.uid : uid, gid: gid === -1 ? from.gid : gid };
  }
  const shared = await sharedSettings(io, args as Arguments<keyof typeof ownOptions>);
  const reference = value("reference");
  if (operands.length < (reference === undefined ? 2 : 1)) {
    const after = operands.length === 0 ? "" : ` after ${io.quote(operands.at(-1)!)}`;
    return misuse(io.proc, `missing operand${after}`, 1);
  }
  const to = reference === undefined ? await parsed(io, operands[0]!, owners) : await referred(io, reference, owners);
  const userName = to.userName ?? (to.groupName === undefined ? undefined : "");
  const names = reference === undefined ? operands.slice(1) : operands;
  // Of a reference both are known by name, of a word only what it names.
  const spec = { ...to, userName };
  return (await changeOwners(io, names, { ...shared, to: spec, from, owners })) ? 0 : 1;
}

async function parsed(io: Stdio, text: string, owners: Owners): Promise<OwnerSpec> {
  const found = parseOwner(text, owners);
  if (typeof found === "string") return io.die(`${found}: ${io.quote(text)}`);
  if (found.warning !== undefined) await io.complain(`${found.warning}: ${io.quote(text)}`);
  return found.spec;
}

/** --reference: of a file, and by name. */
async function referred(io: Stdio, path: string, owners: Owners): Promise<OwnerSpec> {
  const stat = tried(() => io.proc.files.stat(path));
  if (stat instanceof SystemError) return io.die(`failed to get attributes of ${io.quoteaf(path)}: ${stat.message}`);
  const { uid, gid } = stat;
  return { uid, gid, userName: owners.userName(uid) ?? String(uid), groupName: owners.groupName(gid) ?? String(gid) };
}
