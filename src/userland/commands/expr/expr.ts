import { Exit, type Program } from "../../kernel/program.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { RegexError } from "../../regex/regex-error.ts";
import { checkCollation } from "../locale.ts";
import { standardOptions } from "../standard-options.ts";
import { Stdio } from "../stdio.ts";
import { evaluate, ExprError, isNull } from "./evaluate.ts";

const refuses: Program["refuses"] = (args) =>
  args.length === 1 && (args[0] === "--help" || args[0] === "--version")
    ? { word: args[0], reason: standardOptions.help.refused }
    : undefined;

/** expr(1), GNU coreutils: src/expr.c. */
export const expr: Program = {
  refuses,
  async run(proc) {
    const words = proc.args.slice(1);
    const refused = refuses(words);
    if (refused !== undefined) throw new Refusal(`expr ${refused.word}`, refused.reason);
    await checkCollation(proc);
    const io = await Stdio.of(proc, { status: 3 });
    if (words[0] === "--") words.shift();
    if (words.length === 0) {
      await io.complain("missing operand");
      await proc.err(`Try '${io.name} --help' for more information.\n`);
      throw new Exit(2);
    }
    try {
      const value = evaluate(words, io);
      await io.put(`${value}\n`);
      await io.flush();
      return isNull(value) ? 1 : 0;
    } catch (error) {
      if (error instanceof ExprError || error instanceof RegexError) return io.die(error.message, 2);
      throw error;
    }
  },
};
