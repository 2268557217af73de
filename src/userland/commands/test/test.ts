import { SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import type { Process } from "../../kernel/process.ts";
import { Exit, type Program } from "../../kernel/program.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { complain, quotesOf } from "../messages.ts";
import { standardOptions } from "../standard-options.ts";
import { Expression, TestError } from "./expression.ts";

/** test(1), GNU coreutils: src/test.c. It has no options at all. */
export const test: Program = {
  refuses: () => undefined,
  run: (proc) => evaluate(proc, proc.args.slice(1)),
};

/** [: the same, up to a last "]". */
export const bracket: Program = {
  refuses: (args) =>
    args.length === 1 && (args[0] === "--help" || args[0] === "--version")
      ? { word: args[0], reason: standardOptions.help.refused }
      : undefined,
  async run(proc) {
    const words = proc.args.slice(1);
    const refused = bracket.refuses(words);
    if (refused !== undefined) throw new Refusal(`[ ${refused.word}`, refused.reason);
    if (words.pop() === "]") return evaluate(proc, words, "]");
    await complain(proc, ({ quote }) => `missing ${quote("]")}`);
    return 2;
  },
};

async function evaluate(proc: Process, words: readonly string[], last?: string): Promise<number> {
  const quotes = await quotesOf(proc);
  try {
    return new Expression(words, { quote: quotes.quote, ...filesOf(proc) }, last).evaluate() ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    await complain(proc, error.message);
    throw new Exit(2);
  }
}

function filesOf(proc: Process) {
  const tried = <Result>(call: () => Result): Result | undefined => {
    try {
      return call();
    } catch (error) {
      if (error instanceof SystemError) return undefined;
      throw error;
    }
  };
  return {
    stat: (path: string): FileStat | undefined => tried(() => proc.files.stat(path)),
    lstat: (path: string): FileStat | undefined => tried(() => proc.files.lstat(path)),
    access: (path: string, wanted: "read" | "write" | "execute"): boolean =>
      tried(() => (proc.files.access(path, { [wanted]: true }), true)) ?? false,
    uid: proc.credentials.uid,
    gid: proc.credentials.gid,
  };
}
