import { Misuse } from "../../commands/options.ts";
import { standardOptions } from "../../commands/standard-options.ts";
import { buffered } from "../../commands/stdio.ts";
import { tool } from "../../commands/tool.ts";
import { findUid } from "../name-service.ts";

/** whoami(1), GNU coreutils 9.1: src/whoami.c. */
export const whoami = tool({
  options: standardOptions,
  run: buffered(async (io, { operands }) => {
    if (operands.length > 0) throw new Misuse(`extra operand ${io.quote(operands[0]!)}`);
    const { uid } = io.proc.credentials;
    const user = await findUid(io.proc, uid);
    if (user === undefined) return io.die(`cannot find name for user ID ${uid}`);
    await io.put(`${user.name}\n`);
    return 0;
  }),
});
