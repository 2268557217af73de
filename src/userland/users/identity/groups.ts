import { standardOptions } from "../../commands/standard-options.ts";
import { buffered } from "../../commands/stdio.ts";
import { tool } from "../../commands/tool.ts";
import { allGroups, findUser, groupsOf } from "../name-service.ts";
import { caller, namesOf } from "./id.ts";

/** groups(1), GNU coreutils 9.1: src/groups.c. */
export const groups = tool({
  options: standardOptions,
  run: buffered(async (io, { operands }) => {
    const known = await allGroups(io.proc);
    const names = (gids: readonly number[]) =>
      namesOf(io, gids, (gid) => known.find((group) => group.gid === gid)?.name);
    if (operands.length === 0) await io.put(`${(await names(caller(io).groups)).join(" ")}\n`);
    for (const operand of operands) {
      const user = await findUser(io.proc, operand);
      if (user === undefined) await io.complain(`${io.quote(operand)}: no such user`);
      else await io.put(`${operand} : ${(await names(await groupsOf(io.proc, user.name, user.gid))).join(" ")}\n`);
    }
    return io.failed ? 1 : 0;
  }),
});
