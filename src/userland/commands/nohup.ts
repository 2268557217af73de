import { becomeCommand } from "./run-command.ts";
import { standardOptions } from "./standard-options.ts";
import { Misuse } from "./options.ts";
import { buffered } from "./stdio.ts";
import { tool } from "./tool.ts";

/** nohup(1), GNU coreutils: src/nohup.c. A build has no terminal, so there is nothing to be redirected, and nobody hangs up. */
export const nohup = tool({
  options: standardOptions,
  order: "in-order",
  misuse: 125,
  run: buffered(async (io, { operands }) => {
    if (operands.length === 0) throw new Misuse("missing operand");
    return becomeCommand(io.proc, operands, (name) => `failed to run command ${io.quoteaf(name)}`);
  }),
});
