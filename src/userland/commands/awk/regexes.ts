import { Refusal } from "../../kernel/refusal.ts";
import { Regex } from "../../regex/regex.ts";
import { RegexError } from "../../regex/regex-error.ts";
import { syntaxOf } from "../../regex/syntax.ts";

/** mawk's own language: no intervals, no back-references, bytes. */
const syntax = syntaxOf([
  "backslashEscapeInLists",
  "characterClasses",
  "contextIndependentAnchors",
  "contextInvalidOperators",
  "dotNewline",
  "noBackReferences",
  "noBackslashBar",
  "noBackslashParens",
  "noGnuOperators",
]);

/** What mawk 1.3.4-20200120 refuses or takes in a way of its own. */
const odd = /\|\||\(\)|\(\||\|\)|^\||\|$|[*+?][*+?]|(?:^|[(|])[*+?]|\^[*+?^]|\$[*+?]|[^(|]\^|\$[^)|]/;

const cache = new Map<string, Regex>();

/** A pattern of a program, or a string that serves as one. Throws `Refusal` for what mawk might take otherwise. */
export function regexOf(source: string): Regex {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const pattern = plain(source);
  try {
    const regex = new Regex(Buffer.from(pattern, "latin1"), { syntax, encoding: "bytes" });
    if (cache.size > 500) cache.clear();
    cache.set(source, regex);
    return regex;
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    throw new Refusal(
      `/${source}/`,
      `is a regular expression that mawk may take in a way of its own (${error.message})`,
    );
  }
}

const controls: Readonly<Record<string, string>> = { n: "\n", t: "\t", f: "\f", b: "\b", r: "\r", a: "\x07", v: "\v" };
const special = /[.*+?()[\]{}|^$\\]/;

/** Escapes replaced by what they stand for, and quoted where that means something. */
function plain(source: string): string {
  const bare = source.replaceAll(/\\[^]/g, "x").replaceAll(/\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/g, "x");
  if (odd.test(bare)) throw new Refusal(`/${source}/`, "is a regular expression that mawk takes in a way of its own");
  let pattern = "";
  for (let at = 0; at < source.length; at++) {
    const character = source[at]!;
    if (character === "[") {
      const list = /^\[\^?\]?(?:\[:\w+:\]|\\[^]|[^\]\\])*\]/.exec(source.slice(at))?.[0];
      if (list === undefined) throw new Refusal(`/${source}/`, "has a list that is not closed");
      pattern += list.replaceAll(/\\([^])/g, (whole, escape: string) => controls[escape] ?? whole);
      at += list.length - 1;
    } else if (character !== "\\") pattern += character;
    else {
      const [text, length] = escaped(source, at + 1);
      pattern += special.test(text) ? `\\${text}` : text;
      at += length;
    }
  }
  return pattern;
}

function escaped(source: string, at: number): readonly [string, number] {
  const octal = /^[0-7]{1,3}/.exec(source.slice(at, at + 3))?.[0];
  if (octal !== undefined) return [String.fromCharCode(Number.parseInt(octal, 8) & 0xff), octal.length];
  const letter = source[at] ?? "\\";
  if (controls[letter] !== undefined) return [controls[letter]!, 1];
  if (/[A-Za-z0-9]/.test(letter)) throw new Refusal(`\\${letter}`, "means something else to each awk");
  return [letter, 1];
}
