import { type DateWord, dateWord } from "./date-words.ts";

/** A number that stands in a date. `digits` counts a sign too, as gnulib does. */
export interface Numeral {
  readonly kind: "number";
  readonly signed: boolean;
  readonly negative: boolean;
  readonly value: number;
  readonly digits: number;
  /** Nanoseconds above `value`, where it has a fraction. */
  readonly fraction: number | undefined;
}

export type DateToken = DateWord | Numeral | { readonly kind: "mark"; readonly value: string };

const numeral = /([-+][ \t\n\v\f\r]*)?(\d+)(?:[.,](\d+))?/y;

/** The tokens of a date, comments in parentheses left out (yylex of lib/parse-datetime.y); undefined where a word is unknown. */
export function dateTokens(text: string, local: (word: string) => DateWord | undefined): DateToken[] | undefined {
  const tokens: DateToken[] = [];
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const space = /^(?:[ \t\n\v\f\r]|[-+](?![ \t\n\v\f\r]*\d))+/.exec(rest);
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    numeral.lastIndex = at;
    const number = numeral.exec(text);
    if (number !== null) {
      const token = numeralOf(number);
      if (token === undefined) return undefined;
      tokens.push(token);
      at = numeral.lastIndex;
      continue;
    }
    const word = /^[A-Za-z][A-Za-z.]*/.exec(rest)?.[0];
    if (word !== undefined) {
      const known = local(word.slice(0, 19)) ?? dateWord(word.slice(0, 19));
      if (known === undefined) return undefined;
      tokens.push(known);
      at += word.length;
    } else if (rest.startsWith("(")) {
      const end = commentEnd(rest);
      if (end === undefined) return tokens;
      at += end;
    } else {
      tokens.push({ kind: "mark", value: rest[0]! });
      at++;
    }
  }
  return tokens;
}

function numeralOf([all, sign, digits, fraction]: RegExpExecArray): Numeral | undefined {
  const negative = sign?.startsWith("-") ?? false;
  const whole = Number(digits) * (negative ? -1 : 1);
  if (!Number.isSafeInteger(whole)) return undefined;
  const common = { kind: "number", signed: sign !== undefined, negative } as const;
  const length = digits!.length + (sign === undefined ? 0 : 1);
  if (fraction === undefined || all === "") return { ...common, value: whole, digits: length, fraction: undefined };
  const above = Number(fraction.slice(0, 9).padEnd(9, "0"));
  const excess = negative && /[1-9]/.test(fraction.slice(9)) ? 1 : 0;
  const nanoseconds = above + excess;
  return negative && nanoseconds > 0
    ? { ...common, value: whole - 1, digits: length, fraction: 1_000_000_000 - nanoseconds }
    : { ...common, value: whole, digits: length, fraction: nanoseconds };
}

function commentEnd(text: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return at + 1;
  }
  return undefined;
}
