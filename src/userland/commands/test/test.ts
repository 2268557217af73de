import { SystemError } from "../../kernel/errno.ts";
import type { FileStat } from "../../kernel/files.ts";
import type { Process } from "../../kernel/process.ts";
import { Exit, type Program } from "../../kernel/program.ts";
import { complain, quotesOf } from "../messages.ts";
import { optionless } from "../optionless.ts";
import { Expression, TestError } from "./expression.ts";

/** test(1), GNU coreutils: src/test.c. It has no options at all. */
export const test: Program = {
  refuses: () => undefined,
  run: (proc) => evaluate(proc, proc.args.slice(1)),
};

/** [: the same, up to a last "]". */
export const bracket = optionless("[", async (proc, words) => {
  if (words.at(-1) === "]") return evaluate(proc, words.slice(0, -1), "]");
  await complain(proc, ({ quote }) => `missing ${quote("]")}`);
  return 2;
});

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
