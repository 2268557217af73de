import type { Program } from "../kernel/program.ts";
import { Refusal } from "../kernel/refusal.ts";
import { letterEscapes } from "./escapes.ts";
import { standardOptions } from "./standard-options.ts";
import { Stdio } from "./stdio.ts";

/** What follows a backslash in `echo -e`. */
const escape = /\\(?:x([\dA-Fa-f]{1,2})|0([0-7]{1,3})|([0-7]{1,3})|([^])|$)/g;

/** echo(1), GNU coreutils: src/echo.c. Its options are its own: none is unknown, what is no option is text. */
export const echo: Program = {
  refuses: (args) =>
    args.length === 1 && (args[0] === "--help" || args[0] === "--version")
      ? { word: args[0], reason: standardOptions.help.refused }
      : undefined,
  async run(proc) {
    const words = proc.args.slice(1);
    const refused = echo.refuses(words);
    if (refused !== undefined) throw new Refusal(`echo ${refused.word}`, refused.reason);
    const posix = proc.env.has("POSIXLY_CORRECT");
    let escapes = posix;
    let newline = true;
    let at = 0;
    if (!posix || words[0] === "-n")
      for (; /^-[neE]+$/.test(words[at] ?? ""); at++)
        for (const letter of words[at]!.slice(1)) {
          if (letter === "n") newline = false;
          else escapes = letter === "e";
        }
    const text = words.slice(at).join(" ");
    const io = await Stdio.of(proc);
    const shown = escapes ? unescape(text) : { text, ended: false };
    await io.put(shown.text + (newline && !shown.ended ? "\n" : ""));
    await io.flush();
    return 0;
  },
};

/** Up to \c, which ends all. */
function unescape(text: string): { readonly text: string; readonly ended: boolean } {
  const end = /^(?:[^\\]|\\[^c])*?\\c/s.exec(text)?.[0].length;
  const kept = end === undefined ? text : text.slice(0, end - 2);
  const shown = kept.replace(escape, (all, hex?: string, zero?: string, octal?: string, letter?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    const digits = zero ?? octal;
    if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 8) & 255);
    if (letter === "0") return "\0";
    return letter === undefined ? all : (letterEscapes[letter] ?? all);
  });
  return { text: shown, ended: end !== undefined };
}
