import type { Program } from "../../kernel/program.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { standardOptions } from "../standard-options.ts";
import { Stdio } from "../stdio.ts";
import { Format } from "./format.ts";

/** printf(1), GNU coreutils: src/printf.c. */
export const printf: Program = {
  refuses: (args) =>
    args.length === 1 && (args[0] === "--help" || args[0] === "--version")
      ? { word: args[0], reason: standardOptions.help.refused }
      : undefined,
  async run(proc) {
    const words = proc.args.slice(1);
    const refused = printf.refuses(words);
    if (refused !== undefined) throw new Refusal(`printf ${refused.word}`, refused.reason);
    if (words[0] === "--") words.shift();
    const [text, ...args] = words;
    const io = await Stdio.of(proc);
    if (text === undefined) {
      await io.complain("missing operand");
      await proc.err(`Try '${io.name} --help' for more information.\n`);
      return 1;
    }
    const format = new Format(io, text);
    let rest: readonly string[] = args;
    do {
      const pause = proc.breathe();
      if (pause) await pause;
      const used = await format.print(rest);
      if (used === "end") break;
      rest = rest.slice(used);
      if (used === 0) {
        if (rest.length > 0)
          await proc.err(`${io.name}: warning: ignoring excess arguments, starting with ${io.quote(rest[0]!)}\n`);
        break;
      }
    } while (rest.length > 0);
    await io.flush();
    return io.failed ? 1 : 0;
  },
};
