import { allUsers, findGroup } from "../name-service.ts";
import { otherTree, shadowTool } from "./shadow-tool.ts";

/** groupdel(8) of shadow 4.13 (src/groupdel.c). */
export const groupdel = shadowTool({
  options: {
    help: { short: "h", long: "help" },
    force: { short: "f", long: "force" },
    root: { short: "R", long: "root", value: "required", refused: otherTree },
    prefix: { short: "P", long: "prefix", value: "required", refused: otherTree },
  },
  usage: "groupdel",
  async run(call) {
    let force = false;
    for await (const { name } of call.options()) {
      if (name === "help") await call.usage(0);
      force ||= name === "force";
    }
    const [name] = call.operands;
    if (name === undefined || call.operands.length > 1) return call.usage(2);
    const group = await findGroup(call.proc, name);
    if (group === undefined) return call.fail(6, `group '${name}' does not exist`);
    const user = force ? undefined : (await allUsers(call.proc)).find(({ gid }) => gid === group.gid);
    if (user !== undefined) return call.fail(8, `cannot remove the primary group of user '${user.name}'`);
    const { accounts } = call;
    const { groups, groupShadows, has } = accounts;
    await accounts.lock(groups, 10);
    if (has.gshadow) await accounts.lock(groupShadows, 10);
    await accounts.read(groups, 10);
    if (has.gshadow) await accounts.read(groupShadows, 10);
    await accounts.remove(groups, name, 10);
    if (has.gshadow && groupShadows.find(name) !== undefined) await accounts.remove(groupShadows, name, 10);
    await accounts.write(groups, 10);
    if (has.gshadow) await accounts.write(groupShadows, 10);
    return 0;
  },
});
