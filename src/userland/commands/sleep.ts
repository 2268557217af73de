import { durationOf, wait } from "./duration.ts";
import { Misuse } from "./options.ts";
import { standardOptions } from "./standard-options.ts";
import { buffered } from "./stdio.ts";
import { tool } from "./tool.ts";

/** sleep(1), GNU coreutils: src/sleep.c. */
export const sleep = tool({
  options: standardOptions,
  run: buffered(async (io, { operands }) => {
    if (operands.length === 0) throw new Misuse("missing operand");
    let sum = 0;
    for (const word of operands) {
      const seconds = durationOf(io.proc, word);
      if (seconds === undefined) await io.complain(`invalid time interval ${io.quote(word)}`);
      sum += seconds ?? 0;
    }
    if (io.failed) {
      await io.proc.err(`Try '${io.name} --help' for more information.\n`);
      return 1;
    }
    await wait(io.proc, sum);
    return 0;
  }),
});
