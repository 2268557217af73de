import type { Builtin } from "../shell.ts";
import { unescape } from "./escapes.ts";

/** echo, with System V's escapes and -n. */
export const echo: Builtin = {
  run(shell, [, ...args]) {
    const words = args[0] === "-n" ? args.slice(1) : args;
    let line = "";
    for (const [index, word] of words.entries()) {
      const { text, ended } = unescape(word);
      line += (index === 0 ? "" : " ") + text;
      if (!ended) continue;
      shell.print(line);
      return 0;
    }
    shell.print(args[0] === "-n" ? line : `${line}\n`);
    return 0;
  },
};
