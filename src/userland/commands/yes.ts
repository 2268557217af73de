import { standardOptions } from "./standard-options.ts";
import { buffered } from "./stdio.ts";
import { tool } from "./tool.ts";

/** yes(1), GNU coreutils: src/yes.c. Ends when nobody reads any more. */
export const yes = tool({
  options: standardOptions,
  order: "in-order",
  run: buffered(async (io, { operands }) => {
    const line = `${operands.length === 0 ? "y" : operands.join(" ")}\n`;
    const block = Buffer.from(line.repeat(Math.max(1, Math.floor(65_536 / line.length))), "latin1");
    for (;;) {
      const pause = io.proc.breathe();
      if (pause) await pause;
      await io.write(block);
    }
  }),
});
