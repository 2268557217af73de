import { letterEscapes } from "../../commands/escapes.ts";

export interface Escape {
  readonly text: string;
  /** Of what stands behind the backslash. */
  readonly length: number;
}

/** What a backslash and the text behind it stand for: dash's conv_escape(). Octal digits count, at most three. */
export function escapeAt(text: string, at: number): Escape {
  const letter = letterEscapes[text[at] ?? ""];
  if (letter !== undefined) return { text: letter, length: 1 };
  const octal = /[0-7]{1,3}/y;
  octal.lastIndex = at;
  const digits = octal.exec(text)?.[0];
  if (digits === undefined) return { text: "\\", length: 0 };
  return { text: String.fromCharCode(Number.parseInt(digits, 8) & 0xff), length: digits.length };
}

/** Of `echo` and %b: \0 before octal digits too, and \c, which ends all output. */
export function unescape(text: string): { readonly text: string; readonly ended: boolean } {
  if (!text.includes("\\")) return { text, ended: false };
  let result = "";
  for (let at = 0; at < text.length;) {
    if (text[at] !== "\\") {
      result += text[at++];
      continue;
    }
    at++;
    if (text[at] === "c") return { text: result, ended: true };
    if (text[at] === "0" && /[0-7]/.test(text[at + 1] ?? "")) at++;
    const escape = escapeAt(text, at);
    result += escape.text;
    at += escape.length;
  }
  return { text: result, ended: false };
}
