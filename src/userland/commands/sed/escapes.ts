import { scriptErrors } from "./script-error.ts";
import type { Source } from "./source.ts";

export type TextKind = "regex" | "replacement" | "text";

const letters: Readonly<Record<string, string>> = {
  a: "\x07",
  f: "\f",
  "\n": "\n",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const bases: Readonly<Record<string, number>> = { d: 10, x: 16, o: 8 };

/** Replaces the escapes that the text's own language does not know: normalize_text of sed/compile.c. */
export function unescape(text: string, kind: TextKind, source: Source): string {
  let result = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    const escaped = text[at + 1];
    if (character !== "\\" || escaped === undefined) {
      result += character;
      continue;
    }
    at += 1;
    if (Object.hasOwn(letters, escaped)) result += letters[escaped];
    else if (Object.hasOwn(bases, escaped)) {
      const [byte, length] = byteOf(text, at, bases[escaped]!);
      result += kind === "replacement" && (byte === "&" || byte === "\\") ? `\\${byte}` : byte;
      at += length - 1;
    } else if (escaped === "c") {
      const [byte, length] = control(text, at + 1, kind, source);
      result += byte;
      at += length;
    } else result += (kind === "text" ? "" : "\\") + escaped;
  }
  return result;
}

/** The byte that digits after a letter say, and how long both are; the letter itself where there are none. */
function byteOf(text: string, letter: number, base: number): readonly [string, number] {
  let value = 0;
  let at = letter + 1;
  for (let max = 1; at < text.length && max <= 255; at++, max *= base) {
    const digit = Number.parseInt(text[at]!, 16);
    if (Number.isNaN(digit) || digit >= base) break;
    value = value * base + digit;
  }
  const length = at - letter;
  return [length === 1 ? text[letter]! : String.fromCharCode(value & 0xff), length];
}

function control(text: string, at: number, kind: TextKind, source: Source): readonly [string, number] {
  const character = text[at];
  if (character === undefined) return [kind === "text" ? "c" : "\\c", 0];
  const byte = String.fromCharCode(upper(character.charCodeAt(0)) ^ 0x40);
  if (character !== "\\") return [byte, 1];
  if (text[at + 1] !== "\\") source.fail(scriptErrors.recursive);
  return [byte, 2];
}

const upper = (code: number): number => (code >= 0x61 && code <= 0x7a ? code - 0x20 : code);
