import { Regex } from "../../regex/regex.ts";
import { syntaxes } from "../../regex/syntax.ts";
import { Refusal } from "../../kernel/refusal.ts";

/** What a --transform is for: names of members, targets of hard links, of symlinks. */
export type NameKind = "file" | "link" | "symlink";

export type Transform = (name: string, kind: NameKind) => string;

/**
 * --transform: `s/REGEXP/REPLACEMENT/[gix]`, several separated by ";" (GNU tar 1.34 transform.c).
 * Throws `Refusal` for what else it may hold.
 */
export function transformOf(expressions: readonly string[], utf8: boolean): Transform {
  const all = expressions.flatMap((text) => parse(text, utf8));
  return (name, kind) => all.reduce((text, { kinds, apply }) => (kinds.has(kind) ? apply(text) : text), name);
}

interface Substitution {
  readonly kinds: ReadonlySet<NameKind>;
  readonly apply: (text: string) => string;
}

const letters: Readonly<Record<string, NameKind>> = { r: "file", h: "link", s: "symlink" };

function parse(text: string, utf8: boolean): readonly Substitution[] {
  const found: Substitution[] = [];
  const refuse = () =>
    new Refusal(`--transform=${text}`, "is more than s/REGEXP/REPLACEMENT/ with the flags g, i, x, r, h and s");
  for (let rest = text; rest !== "";) {
    const [, delimiter, at] = /^s([^])()/.exec(rest) ?? [];
    if (delimiter === undefined || at === undefined) throw refuse();
    const [pattern, second] = part(rest, 2, delimiter);
    const [replacement, end] = part(rest, second, delimiter);
    const flags = /^([gixrRhHsS]*)(?:;|$)/.exec(rest.slice(end));
    if (pattern === undefined || replacement === undefined || flags === null) throw refuse();
    if (/\\[^\\&0-9]/.test(replacement.replaceAll(`\\${delimiter}`, ""))) throw refuse();
    rest = rest.slice(end + flags[0].length);
    found.push(substitution(pattern, replacement.replaceAll(`\\${delimiter}`, delimiter), flags[1]!, utf8));
  }
  return found;
}

/** Up to the next delimiter that has no backslash in front, and where it goes on; undefined where there is none. */
function part(text: string, from: number, delimiter: string): readonly [string | undefined, number] {
  for (let at = from; at < text.length; at++)
    if (text[at] === delimiter) return [text.slice(from, at), at + 1];
    else if (text[at] === "\\") at++;
  return [undefined, text.length];
}

function substitution(pattern: string, replacement: string, flags: string, utf8: boolean): Substitution {
  const kinds = new Set<NameKind>(["file", "link", "symlink"]);
  for (const [letter, kind] of Object.entries(letters)) {
    if (flags.includes(letter)) kinds.add(kind);
    if (flags.includes(letter.toUpperCase())) kinds.delete(kind);
  }
  const regex = new Regex(Buffer.from(pattern, "latin1"), {
    syntax: flags.includes("x") ? syntaxes.regcompExtended : syntaxes.regcompBasic,
    encoding: utf8 ? "utf8" : "bytes",
    ignoreCase: flags.includes("i"),
  });
  const once = !flags.includes("g") || pattern.startsWith("^") || pattern.endsWith("$");
  const apply = (input: string): string => {
    let result = "";
    let rest = input;
    while (rest !== "") {
      const match = regex.exec(Buffer.from(rest, "latin1"));
      if (match === undefined) return result + rest;
      const group = (index: number) => rest.slice(match[2 * index] ?? 0, match[2 * index + 1] ?? 0);
      result += rest.slice(0, match[0]);
      result += replacement.replace(
        /\\([0-9])|\\(.)|&/gs,
        (_, digit?: string, char?: string) => char ?? group(Number(digit ?? 0)),
      );
      rest = rest.slice(match[1]);
      if (once) return result + rest;
      // tar itself would go on for ever at an empty match.
      if (match[1] === 0) throw new Refusal(pattern, "matches nothing at all, again and again");
    }
    return result;
  };
  return { kinds, apply };
}
