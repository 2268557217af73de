import { Refusal } from "../kernel/refusal.ts";

const escapes: Readonly<Record<string, string>> = { f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/**
 * The words of `env -S`: quotes, backslashes and comments as src/env.c has them. Variables in it and
 * what env would call wrong are refused.
 */
export function splitString(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if ((char === "'" || char === '"') && (quote === "" || quote === char)) {
      quote = quote === "" ? char : "";
      word ??= "";
    } else if (/[ \t\n\v\f\r]/.test(char) && quote === "") {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "#" && word === undefined && quote === "") break;
    else if (char === "\\" && !(quote === "'" && !/['\\]/.test(text[at + 1] ?? ""))) {
      const next = text[++at] ?? "";
      if (next === "c" && quote === "") break;
      if (next === "_" && quote === "") {
        if (word !== undefined) words.push(word);
        word = undefined;
      } else word = (word ?? "") + escaped(next);
    } else {
      if (char === "$" && quote !== "'") throw new Refusal("env -S ${…}", "variables in it are not emulated");
      word = (word ?? "") + char;
    }
  }
  if (quote !== "") throw new Refusal("env -S", "has a quote without its end");
  return word === undefined ? words : [...words, word];
}

function escaped(letter: string): string {
  if (letter === "_") return " ";
  if (letter !== "" && "\"#$'\\".includes(letter)) return letter;
  const found = escapes[letter];
  if (found === undefined) throw new Refusal(`env -S \\${letter}`, "is no escape of it");
  return found;
}
