import { letterEscapes } from "../escapes.ts";
import type { Stdio } from "../stdio.ts";
import { classes, type Element } from "./set.ts";

interface Char {
  readonly code: number;
  /** It was written with a backslash, so it means itself. */
  readonly escaped: boolean;
}

/** A string of tr: its escapes, then its constructs (unquote and build_spec_list of src/tr.c). */
export async function parseSet(io: Stdio, text: string): Promise<readonly Element[]> {
  const chars = await unquote(io, text);
  const is = (at: number, char: string) =>
    chars[at] !== undefined && !chars[at].escaped && chars[at].code === char.charCodeAt(0);
  const elements: Element[] = [];
  let at = 0;
  while (at + 2 < chars.length) {
    const bracketed = is(at, "[") ? await bracket(io, chars, at, is) : undefined;
    if (bracketed !== undefined) {
      elements.push(bracketed.element);
      at = bracketed.next;
    } else if (is(at + 1, "-")) {
      const [first, last] = [chars[at]!.code, chars[at + 2]!.code];
      if (last < first)
        await io.die(
          `range-endpoints of '${printable(first)}-${printable(last)}' are in reverse collating sequence order`,
        );
      elements.push({ type: "range", first, last });
      at += 3;
    } else elements.push(single(chars[at++]!));
  }
  return [...elements, ...chars.slice(at).map(single)];
}

const single = ({ code }: Char): Element => ({ type: "range", first: code, last: code });

async function unquote(io: Stdio, text: string): Promise<readonly Char[]> {
  const chars: Char[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== "\\") {
      chars.push({ code: text.charCodeAt(at), escaped: false });
      continue;
    }
    if (at + 1 === text.length) {
      await warn(io, "an unescaped backslash at end of string is not portable");
      chars.push({ code: 92, escaped: false });
      break;
    }
    const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0];
    if (octal === undefined) {
      const letter = text[++at]!;
      chars.push({ code: (letter === "e" ? letter : (letterEscapes[letter] ?? letter)).charCodeAt(0), escaped: true });
      continue;
    }
    const fits = Number.parseInt(octal, 8) < 256;
    const used = fits ? octal : octal.slice(0, 2);
    if (!fits)
      await warn(
        io,
        `the ambiguous octal escape \\${octal} is being\n\tinterpreted as the 2-byte sequence \\0${used}, ${octal[2]}`,
      );
    chars.push({ code: Number.parseInt(used, 8), escaped: true });
    at += used.length;
  }
  return chars;
}

async function warn(io: Stdio, message: string): Promise<void> {
  await io.flush();
  await io.proc.err(`${io.name}: warning: ${message}\n`);
}

/** [:class:], [=c=] or [c*n]; undefined where a bracket is just that. */
async function bracket(
  io: Stdio,
  chars: readonly Char[],
  at: number,
  is: (at: number, char: string) => boolean,
): Promise<{ readonly element: Element; readonly next: number } | undefined> {
  for (const mark of [":", "="]) {
    if (!is(at + 1, mark)) continue;
    let end = at + 2;
    while (end < chars.length - 1 && !(is(end, mark) && is(end + 1, "]"))) end++;
    if (end >= chars.length - 1) break;
    const name = chars
      .slice(at + 2, end)
      .map(({ code }) => String.fromCharCode(code))
      .join("");
    if (name === "")
      await io.die(mark === ":" ? "missing character class name '[::]'" : "missing equivalence class character '[==]'");
    const element = named(mark, name);
    if (element !== undefined) return { element, next: end + 2 };
    if (isRepeat(chars, at + 2, is)) break;
    const shown = [...name].map((char) => printable(char.charCodeAt(0))).join("");
    await io.die(
      mark === ":"
        ? `invalid character class ${io.quote(shown)}`
        : `${shown}: equivalence class operand must be a single character`,
    );
  }
  return repeat(io, chars, at, is);
}

function named(mark: string, name: string): Element | undefined {
  if (mark === ":") return Object.hasOwn(classes, name) ? { type: "class", name } : undefined;
  return name.length === 1 ? { type: "equivalence", byte: name.charCodeAt(0) } : undefined;
}

/** \*[0-9]*\] */
function isRepeat(chars: readonly Char[], at: number, is: (at: number, char: string) => boolean): boolean {
  if (!is(at, "*")) return false;
  let end = at + 1;
  while (end < chars.length && !chars[end]!.escaped && /\d/.test(String.fromCharCode(chars[end]!.code))) end++;
  return is(end, "]");
}

async function repeat(io: Stdio, chars: readonly Char[], at: number, is: (at: number, char: string) => boolean) {
  if (!is(at + 2, "*")) return undefined;
  let end = at + 3;
  while (end < chars.length && !chars[end]!.escaped && !is(end, "]")) end++;
  if (!is(end, "]")) return undefined;
  const digits = chars
    .slice(at + 3, end)
    .map(({ code }) => String.fromCharCode(code))
    .join("");
  const octal = digits.startsWith("0");
  if (!(octal ? /^[0-7]*$/ : /^\d*$/).test(digits) || digits.length > 15) {
    const shown = [...digits].map((char) => printable(char.charCodeAt(0))).join("");
    await io.die(`invalid repeat count ${io.quote(shown)} in [c*n] construct`);
  }
  const count = digits === "" ? 0 : Number.parseInt(digits, octal ? 8 : 10);
  return { element: { type: "repeat", byte: chars[at + 1]!.code, count } as const, next: end + 1 };
}

function printable(code: number): string {
  return code >= 32 && code < 127 ? String.fromCharCode(code) : `\\${code.toString(8).padStart(3, "0")}`;
}
