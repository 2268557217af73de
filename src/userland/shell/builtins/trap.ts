import { Refusal } from "../../kernel/refusal.ts";
import { listen } from "../evaluate/signals.ts";
import type { Builtin } from "../shell.ts";
import { singleQuote } from "../state/quoting.ts";
import { signalName, signalNumber } from "../state/traps.ts";
import { refusedBuiltin } from "./refused.ts";
import { parseWords } from "./words.ts";

/** trap (dash: src/trap.c). */
export const trap: Builtin = {
  special: true,
  async run(shell, args) {
    const words = [...parseWords(args, "").operands];
    const refused = refusedBuiltin(["trap", ...words]);
    if (refused !== undefined) throw new Refusal(refused.word, refused.reason);
    if (words.length === 0) {
      for (const [signal, action] of shell.traps.all())
        shell.print(`trap -- ${singleQuote(action)} ${signalName(signal)}\n`);
      return 0;
    }
    const reset = words.length === 1 || (/^\d+$/.test(words[0]!) && signalNumber(words[0]!) !== undefined);
    const given = reset ? undefined : words.shift();
    const action = given === "-" ? undefined : given;
    for (const word of words) {
      const signal = signalNumber(word);
      if (signal === undefined) {
        await shell.proc.err(`trap: ${word}: bad trap\n`);
        return 1;
      }
      shell.traps.set(signal, action);
      listen(shell);
    }
    return 0;
  },
};
