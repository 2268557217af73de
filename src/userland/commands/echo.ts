import { letterEscapes } from "./escapes.ts";
import { optionless } from "./optionless.ts";
import { Stdio } from "./stdio.ts";

/** What follows a backslash in `echo -e`. */
const escape = /\\(?:x([\dA-Fa-f]{1,2})|0([0-7]{1,3})|([0-7]{1,3})|([^])|$)/g;

/** echo(1), GNU coreutils: src/echo.c. Its options are its own: none is unknown, what is no option is text. */
export const echo = optionless("echo", async (proc, words) => {
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
});

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
