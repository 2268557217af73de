import type { Process } from "../kernel/process.ts";
import type { Program } from "../kernel/program.ts";
import { Refusal } from "../kernel/refusal.ts";
import { standardOptions } from "./standard-options.ts";

/** A program to which all words are operands, but for a sole --help or --version: coreutils' echo, printf and [. */
export function optionless(name: string, run: (proc: Process, words: readonly string[]) => Promise<number>): Program {
  const refuses: Program["refuses"] = (args) =>
    args.length === 1 && (args[0] === "--help" || args[0] === "--version")
      ? { word: args[0], reason: standardOptions.help.refused }
      : undefined;
  return {
    refuses,
    async run(proc) {
      const words = proc.args.slice(1);
      const refused = refuses(words);
      if (refused !== undefined) throw new Refusal(`${name} ${refused.word}`, refused.reason);
      return run(proc, words);
    },
  };
}
