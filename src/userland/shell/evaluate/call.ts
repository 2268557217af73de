import type { Shell } from "../shell.ts";
import { ShellError } from "../state/failure.ts";
import type { FunctionDefinition } from "../syntax/tree.ts";
import { type Flags, tested } from "./flags.ts";

/** Debian's dash; deeper it would run out of its stack. */
const deepest = 1000;

/** A function with parameters of its own (dash: evalfun()). */
export async function callFunction(
  shell: Shell,
  { body }: FunctionDefinition,
  args: readonly string[],
  flags: Flags,
): Promise<number> {
  if (shell.calls++ >= deepest) throw new ShellError(`Maximum function recursion depth (${deepest}) reached`);
  // The native stack begins anew with each call.
  await Promise.resolve();
  const { positional, loops } = shell;
  shell.positional = { parameters: args.slice(1), place: { index: 1, offset: -1 } };
  shell.loops = 0;
  try {
    await shell.interpreter.evaluate(shell, body, flags & tested);
    shell.calls--;
    return shell.status;
  } finally {
    shell.loops = loops;
    shell.positional = positional;
    if (shell.skip === "return" || shell.skip === "return as it is") shell.skip = undefined;
  }
}
