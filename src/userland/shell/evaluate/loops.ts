import { expandWord } from "../expand/words.ts";
import type { Shell } from "../shell.ts";
import type { For, Loop } from "../syntax/tree.ts";
import { type Flags, tested } from "./flags.ts";

/** What is left to be skipped at the end of a turn: undefined, or `continue` that ends here, goes on (dash: skiploop()). */
function endsLoop(shell: Shell): boolean {
  const { skip } = shell;
  if (skip === undefined) return false;
  if (skip === "break" || skip === "continue") {
    if (--shell.skipCount <= 0) {
      shell.skip = undefined;
      return skip === "break";
    }
  }
  return true;
}

export async function loop(shell: Shell, { type, test, body }: Loop, flags: Flags): Promise<number> {
  let status = 0;
  shell.loops++;
  for (;;) {
    const result = await shell.interpreter.evaluate(shell, test, tested);
    const { skip } = shell;
    if (endsLoop(shell)) {
      if (skip === "return") status = result;
      break;
    }
    if (skip === "continue") continue;
    if ((result === 0) !== (type === "while")) break;
    status = await shell.interpreter.evaluate(shell, body, flags & tested);
    if (endsLoop(shell)) break;
  }
  shell.loops--;
  return status;
}

export async function forLoop(shell: Shell, { line, name, words, body }: For, flags: Flags): Promise<number> {
  shell.line = line;
  const values: string[] = [];
  for (const word of words) for (const value of await expandWord(shell, word)) values.push(value);
  let status = 0;
  shell.loops++;
  for (const value of values) {
    shell.variables.set(name, value);
    status = await shell.interpreter.evaluate(shell, body, flags & tested);
    if (endsLoop(shell)) break;
  }
  shell.loops--;
  return status;
}
