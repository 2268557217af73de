import { SystemError } from "../kernel/errno.ts";
import { changeOwners } from "./change-owner.ts";
import { type Arguments, misuse } from "./options.ts";
import { ownOptions, sharedSettings } from "./own-options.ts";
import { parseId } from "./owner-spec.ts";
import { type Owners, ownersOf } from "./owners.ts";
import { buffered, type Stdio } from "./stdio.ts";
import { tool } from "./tool.ts";
import { tried } from "./tried.ts";

/** chgrp of coreutils. */
export const chgrp = tool({ options: ownOptions, run: buffered(run) });

async function run(io: Stdio, args: Arguments<keyof typeof ownOptions>): Promise<number> {
  const { value, operands } = args;
  const owners = await ownersOf(io.proc);
  const shared = await sharedSettings(io, args);
  const reference = value("reference");
  if (operands.length < (reference === undefined ? 2 : 1)) {
    const after = operands.length === 0 ? "" : ` after ${io.quote(operands.at(-1)!)}`;
    return misuse(io.proc, `missing operand${after}`, 1);
  }
  const { gid, groupName } =
    reference === undefined ? await named(io, operands[0]!, owners) : await referred(io, reference, owners);
  const names = reference === undefined ? operands.slice(1) : operands;
  const to = { uid: -1, gid, userName: undefined, groupName };
  return (await changeOwners(io, names, { ...shared, to, from: { uid: -1, gid: -1 }, owners })) ? 0 : 1;
}

interface Group {
  readonly gid: number;
  readonly groupName: string | undefined;
}

async function named(io: Stdio, name: string, owners: Owners): Promise<Group> {
  if (name === "") return { gid: -1, groupName: undefined };
  const gid = owners.group(name)?.gid ?? parseId(name);
  return gid === undefined ? io.die(`invalid group: ${io.quote(name)}`) : { gid, groupName: name };
}

async function referred(io: Stdio, path: string, owners: Owners): Promise<Group> {
  const stat = tried(() => io.proc.files.stat(path));
  if (stat instanceof SystemError) return io.die(`failed to get attributes of ${io.quoteaf(path)}: ${stat.message}`);
  return { gid: stat.gid, groupName: owners.groupName(stat.gid) ?? String(stat.gid) };
}
