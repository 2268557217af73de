import { type Encoding, invalidByte } from "./characters.ts";
import { type CharacterSet, characterClass } from "./classes.ts";
import type { Reader } from "./reader.ts";
import { RegexError, regexErrors } from "./regex-error.ts";
import type { Syntax } from "./syntax.ts";

interface Context {
  readonly reader: Reader;
  readonly syntax: Syntax;
  readonly encoding: Encoding;
  readonly ignoreCase: boolean;
}

type Element =
  | { readonly type: "character"; readonly code: number }
  | { readonly type: "symbol" | "equivalence" | "class"; readonly name: readonly number[] };

type ListToken = "character" | "close" | "hat" | "dash" | "symbol" | "equivalence" | "class" | "end";

interface Peeked {
  readonly type: ListToken;
  readonly length: number;
  readonly code: number;
}

const nameBuffer = 32;
const fail = (message: string): never => {
  throw new RegexError(message);
};
const opening: Readonly<Record<number, ListToken>> = { 0x2e: "symbol", 0x3d: "equivalence", 0x3a: "class" };

export interface Bracket {
  readonly has: CharacterSet;
  /** Nothing but ASCII characters, one by one. */
  readonly plain: boolean;
}

/** Reads a bracket expression, whose "[" has been read: parse_bracket_exp of glibc's regcomp.c where the locale has no rules of collation. */
export function bracketExpression(context: Context): Bracket {
  const { reader, syntax } = context;
  let token = peek(context);
  if (token.type === "end") fail(regexErrors.badPattern);
  const negated = token.type === "hat";
  if (negated) {
    reader.at += token.length;
    token = peek(context);
    if (token.type === "end") fail(regexErrors.badPattern);
  }
  if (token.type === "close") token = { ...token, type: "character" };
  const codes = new Set<number>();
  const sets: CharacterSet[] = [];
  for (let first = true; first || token.type !== "close"; first = false) {
    const start = element(context, token, first);
    token = peek(context);
    const single = start.type === "character" || start.type === "symbol";
    if (single && token.type === "end") fail(regexErrors.bracket);
    const end = single && token.type === "dash" ? rangeEnd(context, token) : undefined;
    if (end === "plain") token = { ...token, type: "character" };
    else if (end !== undefined) {
      token = peek(context);
      sets.push(range(context, start, end));
    }
    if (end === undefined || end === "plain") add(context, start, codes, sets);
    if (token.type === "end") fail(regexErrors.bracket);
  }
  reader.at += token.length;
  if (negated && syntax.has("hatListsNotNewline")) codes.add(0x0a);
  const plain = !negated && sets.length === 0 && [...codes].every((code) => code < 0x80);
  return {
    has: (code) => (codes.has(code) || sets.some((set) => set(code))) !== negated && code < invalidByte,
    plain,
  };
}

function peek({ reader, syntax }: Context): Peeked {
  const code = reader.code();
  if (code === undefined) return { type: "end", length: 0, code: 0 };
  const next = reader.code(1);
  if (code === 0x5c && syntax.has("backslashEscapeInLists") && next !== undefined) {
    reader.at += 1;
    return { type: "character", length: 1, code: next };
  }
  if (code === 0x5b) {
    const type = next === undefined || (next === 0x3a && !syntax.has("characterClasses")) ? undefined : opening[next];
    return type === undefined ? { type: "character", length: 1, code } : { type, length: 2, code: next! };
  }
  if (code === 0x5d) return { type: "close", length: 1, code };
  if (code === 0x5e) return { type: "hat", length: 1, code };
  if (code !== 0x2d) return { type: "character", length: 1, code };
  // Three dashes stand for one, as in the old grep.
  if (next !== 0x2d || reader.code(2) !== 0x2d) return { type: "dash", length: 1, code };
  reader.at += 2;
  return { type: "character", length: 1, code };
}

function element(context: Context, token: Peeked, hyphen: boolean): Element {
  const { reader } = context;
  reader.at += token.length;
  const { type } = token;
  if (type === "symbol" || type === "equivalence" || type === "class") return symbol(context, type, token.code);
  if (type === "dash" && !hyphen && peek(context).type !== "close") fail(regexErrors.range);
  return { type: "character", code: token.code };
}

function symbol({ reader }: Context, type: "symbol" | "equivalence" | "class", delimiter: number): Element {
  const name: number[] = [];
  if (reader.code() === undefined) fail(regexErrors.bracket);
  for (; ; reader.at += 1) {
    if (name.length >= nameBuffer) fail(regexErrors.bracket);
    const code = type === "class" ? reader.codes[reader.at]! : reader.code()!;
    const next = reader.code(1);
    if (next === undefined) fail(regexErrors.bracket);
    if (code === delimiter && next === 0x5d) break;
    name.push(code);
  }
  reader.at += 2;
  return { type, name };
}

/** What stands behind a "-"; "plain" where that is the last of the list. */
function rangeEnd(context: Context, dash: Peeked): Element | "plain" {
  const { reader } = context;
  reader.at += dash.length;
  const token = peek(context);
  if (token.type === "end") fail(regexErrors.bracket);
  if (token.type !== "close") return element(context, token, true);
  reader.at -= dash.length;
  return "plain";
}

/** Ranges are of single bytes: C.UTF-8 has no order of characters that regcomp would take. */
function range({ syntax, encoding }: Context, start: Element, end: Element): CharacterSet {
  const beyond = encoding === "utf8" ? 0x80 : 0x100;
  const named = [start, end].some(({ type }) => type === "equivalence" || type === "class");
  const [low, high] = named ? fail(regexErrors.range) : [place(start), place(end)];
  if ([low, high].some((code) => code >= beyond && code < invalidByte)) fail(regexErrors.collation);
  if (syntax.has("noEmptyRanges") && low > high) fail(regexErrors.range);
  return (code) => code >= low && code <= high && code < beyond;
}

function place(element: Element): number {
  if (element.type === "character") return element.code;
  return element.name.length === 1 ? element.name[0]! : fail(regexErrors.collation);
}

function add({ encoding, ignoreCase }: Context, element: Element, codes: Set<number>, sets: CharacterSet[]): void {
  if (element.type === "character") {
    codes.add(element.code);
    return;
  }
  if (element.type === "class") {
    const name = String.fromCodePoint(...element.name.map((code) => Math.min(code, 0x10ffff)));
    const folded = ignoreCase && (name === "upper" || name === "lower") ? "alpha" : name;
    sets.push(characterClass(folded, encoding) ?? fail(regexErrors.class));
    return;
  }
  const [code, ...more] = element.name;
  const wide = code === undefined || (encoding === "utf8" && code >= 0x80 && code < invalidByte);
  codes.add(wide || more.length > 0 ? fail(regexErrors.collation) : code);
}
