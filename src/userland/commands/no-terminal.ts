import { Misuse } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered } from "./stdio.ts";
import { tool } from "./tool.ts";

/** tty(1), GNU coreutils: a build has no terminal. */
export const tty = tool({
  options: { silent: { short: "s", long: ["silent", "quiet"] }, ...standardOptions },
  misuse: 2,
  run: buffered(async (io, { has, operands }) => {
    if (operands.length > 0) throw new Misuse(`extra operand ${io.quote(operands[0]!)}`);
    if (!has("silent")) await io.put("not a tty\n");
    return 1;
  }),
});

/** logname(1), GNU coreutils: nobody logged in. */
export const logname = tool({
  options: standardOptions,
  run: buffered(async (io, { operands }) => {
    if (operands.length > 0) throw new Misuse(`extra operand ${io.quote(operands[0]!)}`);
    return io.die("no login name");
  }),
});
