import { Refusal } from "../kernel/refusal.ts";
import { unitAt } from "./utf8.ts";

export interface MatchOptions {
  /** "*", "?" and brackets do not match "/" (FNM_PATHNAME). */
  readonly pathname?: boolean;
  /** What is behind a "/" of the text need not match (FNM_LEADING_DIR). */
  readonly leadingDirectory?: boolean;
  readonly ignoreCase?: boolean;
  /** Whether LC_CTYPE is a UTF-8 locale. */
  readonly utf8: boolean;
}

/** A piece of a pattern: "*", or what one character must be. */
type Piece = "*" | ((unit: string) => boolean);

/** fnmatch(3) with a pattern that is compiled once; byte strings. Throws `Refusal` for brackets that depend on a locale. */
export function matcher(pattern: string, options: MatchOptions): (text: string) => boolean {
  const pieces = compiled(options.ignoreCase === true ? pattern.toLowerCase() : pattern, options);
  if (pieces === undefined) return () => false;
  return (text) => matches(pieces, options.ignoreCase === true ? text.toLowerCase() : text, options);
}

const nextUnit = (text: string, at: number, utf8: boolean): string => (utf8 ? unitAt(text, at).bytes : text[at]!);

/** Goes back to the last "*" alone: an earlier one can gain nothing by taking more. */
function matches(pieces: readonly Piece[], text: string, { pathname, leadingDirectory, utf8 }: MatchOptions): boolean {
  let at = 0;
  let piece = 0;
  let retry: { piece: number; at: number } | undefined;
  for (;;) {
    const current = pieces[piece];
    if (current === "*") {
      retry = { piece: ++piece, at };
      continue;
    }
    if (current === undefined && (at === text.length || (leadingDirectory === true && text[at] === "/"))) return true;
    const unit = at < text.length ? nextUnit(text, at, utf8) : undefined;
    if (current !== undefined && unit !== undefined && current(unit)) {
      piece++;
      at += unit.length;
      continue;
    }
    if (retry === undefined || retry.at >= text.length || (pathname === true && text[retry.at] === "/")) return false;
    retry.at += nextUnit(text, retry.at, utf8).length;
    ({ piece, at } = retry);
  }
}

/** undefined for a pattern that matches nothing: one that ends in a backslash. */
function compiled(pattern: string, { pathname = false, utf8 }: MatchOptions): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  for (let at = 0; at < pattern.length;) {
    const unit = nextUnit(pattern, at, utf8);
    at += unit.length;
    if (unit === "*") {
      if (pieces.at(-1) !== "*") pieces.push("*");
    } else if (unit === "?") pieces.push((one) => !(pathname && one === "/"));
    else if (unit === "\\") {
      if (at === pattern.length) return undefined;
      const next = nextUnit(pattern, at, utf8);
      at += next.length;
      pieces.push((one) => one === next);
    } else {
      const bracket = unit === "[" ? bracketAt(pattern, at, pathname) : undefined;
      if (bracket !== undefined) at = bracket.end;
      pieces.push(bracket?.accepts ?? ((one) => one === unit));
    }
  }
  return pieces;
}

const classes: Readonly<Record<string, RegExp>> = {
  alpha: /^[A-Za-z]$/,
  digit: /^[0-9]$/,
  alnum: /^[A-Za-z0-9]$/,
  upper: /^[A-Z]$/,
  lower: /^[a-z]$/,
  space: /^[ \t\n\v\f\r]$/,
  blank: /^[ \t]$/,
  punct: /^[!-/:-@[-`{-~]$/,
  print: /^[ -~]$/,
  graph: /^[!-~]$/,
  cntrl: /^[\0-\x1f\x7f]$/,
  xdigit: /^[0-9A-Fa-f]$/,
};

/** A bracket expression whose "[" has been read; undefined where it is none. */
function bracketAt(pattern: string, begin: number, pathname: boolean) {
  let at = begin;
  const negated = pattern[at] === "!" || pattern[at] === "^";
  if (negated) at++;
  const parts: ((unit: string) => boolean)[] = [];
  for (let first = true; first || pattern[at] !== "]"; first = false) {
    if (at >= pattern.length) return undefined;
    const named = /^\[:([a-z]+):\]/.exec(pattern.slice(at, at + 16));
    if (named !== null && classes[named[1]!] !== undefined) {
      parts.push((unit) => classes[named[1]!]!.test(unit));
      at += named[0].length;
      continue;
    }
    if (pattern[at] === "[" && /^[.=:]/.test(pattern[at + 1] ?? ""))
      throw new Refusal(pattern, "has a bracket expression that depends on the locale");
    const from = one();
    if (pattern[at] !== "-" || pattern[at + 1] === "]" || at + 1 >= pattern.length) {
      parts.push((unit) => unit === from);
      continue;
    }
    at++;
    const to = one();
    parts.push((unit) => unit.length === 1 && unit >= from && unit <= to);
  }
  const accepts = (unit: string) => !(pathname && unit === "/") && parts.some((part) => part(unit)) !== negated;
  return { accepts, end: at + 1 };

  function one(): string {
    if (pattern[at] === "\\" && at + 1 < pattern.length) at++;
    const char = pattern[at++]!;
    if (char > "\x7f") throw new Refusal(pattern, "has a bracket expression that depends on the locale");
    return char;
  }
}
