import { tested } from "../evaluate/flags.ts";
import type { Builtin } from "../shell.ts";

/** eval: its words, joined by blanks, are run as a script. */
export const evaluation: Builtin = {
  special: true,
  run(shell, [, ...words], isTested) {
    return words.length === 0 ? 0 : shell.interpreter.evaluateText(shell, words.join(" "), isTested ? tested : 0);
  },
};
