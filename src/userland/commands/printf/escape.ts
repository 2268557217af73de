import { letterEscapes } from "../escapes.ts";
import type { Stdio } from "../stdio.ts";

export interface Escape {
  readonly text: string;
  /** Of all that belongs to it, the backslash too. */
  readonly length: number;
  /** \c: nothing is printed after it. */
  readonly ends: boolean;
}

/** The escape that a backslash begins, in the format or, with octal numbers after a zero, in an argument of %b. */
export async function escapeAt(io: Stdio, text: string, at: number, octalZero: boolean): Promise<Escape> {
  const next = text[at + 1];
  if (next === undefined) return { text: "\\", length: 1, ends: false };
  const rest = text.slice(at + 1, at + 10);
  if (next === "x") {
    const digits = /^x([\dA-Fa-f]{1,2})/.exec(rest)?.[1];
    if (digits === undefined) return io.die("missing hexadecimal number in escape");
    return { text: String.fromCharCode(Number.parseInt(digits, 16)), length: 2 + digits.length, ends: false };
  }
  const octal = (octalZero ? /^(?:0[0-7]{0,3}|[0-7]{1,3})/ : /^[0-7]{1,3}/).exec(rest)?.[0];
  if (octal !== undefined)
    return { text: String.fromCharCode(Number.parseInt(octal, 8) & 255), length: 1 + octal.length, ends: false };
  if (next === "c") return { text: "", length: 2, ends: true };
  if (next === "u" || next === "U") return character(io, next, rest);
  const letter = next === '"' ? '"' : letterEscapes[next];
  return { text: letter ?? `\\${next}`, length: 2, ends: false };
}

async function character(io: Stdio, kind: "u" | "U", rest: string): Promise<Escape> {
  const count = kind === "u" ? 4 : 8;
  const digits = rest.slice(1, 1 + count);
  if (digits.length < count || !/^[\dA-Fa-f]+$/.test(digits)) return io.die("missing hexadecimal number in escape");
  const code = Number.parseInt(digits, 16);
  if ((code <= 0x9f && ![0x24, 0x40, 0x60].includes(code)) || (code >= 0xd800 && code <= 0xdfff))
    return io.die(`invalid universal character name \\${kind}${digits.toLowerCase()}`);
  return { text: inLocale(io, code), length: 2 + count, ends: false };
}

/** A character as the locale writes it, or, where it cannot, as C names it (gnulib's unicode_to_mb). */
function inLocale(io: Stdio, code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  if (io.utf8 && code <= 0x10ffff) return Buffer.from(String.fromCodePoint(code)).toString("latin1");
  const digits = code.toString(16).toUpperCase();
  return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}
