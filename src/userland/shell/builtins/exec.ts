import { execute } from "../evaluate/execute.ts";
import type { Builtin } from "../shell.ts";

/** exec: a program in place of the shell; without words its redirections stay. */
export const exec: Builtin = {
  special: true,
  run(shell, [, ...words]) {
    if (words.length === 0) return 0;
    return execute(shell, words, shell.variables.get("PATH") ?? "", 0);
  },
};
