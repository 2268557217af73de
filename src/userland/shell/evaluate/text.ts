import { limits } from "../../../limits.ts";
import { Refusal } from "../../kernel/refusal.ts";
import type { Shell } from "../shell.ts";
import { ShellError } from "../state/failure.ts";
import { Parser } from "../syntax/parser.ts";
import { Source } from "../syntax/source.ts";
import { SyntaxProblem } from "../syntax/syntax-error.ts";
import type { Command } from "../syntax/tree.ts";
import { type Flags } from "./flags.ts";

/** Runs text, one line of commands after the other: eval, a trap, -c (dash: evalstring()). */
export async function evaluateText(shell: Shell, text: string, flags: Flags): Promise<number> {
  // The native stack begins anew: a trap or an eval may do the same again.
  await Promise.resolve();
  return within(shell, () => evaluateAll(shell, text, flags));
}

/** eval, `.` and traps within each other: dash itself would run out of its stack. */
export async function within(shell: Shell, run: () => Promise<number>): Promise<number> {
  if (++shell.texts > limits.shellTexts)
    throw new Refusal("script", `runs text within text more than ${limits.shellTexts} deep`);
  try {
    return await run();
  } finally {
    shell.texts--;
  }
}

async function evaluateAll(shell: Shell, text: string, flags: Flags): Promise<number> {
  const parser = new Parser(new Source(text), shell.parserOptions);
  let status = 0;
  for (;;) {
    const command = nextCommand(parser);
    if (command === Parser.end) return status;
    const result = await shell.interpreter.evaluate(shell, command, flags);
    if (command !== undefined) status = result;
    if (shell.skip !== undefined) return status;
  }
}

/** Mistakes are told in the shell's words. */
export function nextCommand(parser: Parser): Command | undefined | typeof Parser.end {
  try {
    return parser.next();
  } catch (error) {
    if (error instanceof SyntaxProblem) throw new ShellError(`Syntax error: ${error.message}`, { line: error.line });
    throw error;
  }
}
