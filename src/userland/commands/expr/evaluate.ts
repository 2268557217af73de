import { codesOf } from "../../regex/characters.ts";
import { Regex } from "../../regex/regex.ts";
import { syntaxes, syntaxOf } from "../../regex/syntax.ts";
import type { Quotes } from "../messages.ts";
import { unitAt } from "../utf8.ts";

/** What is wrong with an expression: status 2. */
export class ExprError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ExprError";
  }
}

interface Surroundings extends Pick<Quotes, "quote"> {
  readonly utf8: boolean;
}

const integer = /^-?\d+$/;
const syntax = syntaxOf(syntaxes.posixBasic, ["noEmptyRanges"]);

/** Empty, or zero however it is written. */
export const isNull = (value: string): boolean => /^(?:|-?0+)$/.test(value);

/** The value of an expression; a number is its digits. Throws `ExprError`, `RegexError`. */
export function evaluate(words: readonly string[], io: Surroundings): string {
  const parser = new Parser(words, io);
  const value = parser.or(true);
  if (parser.left) throw new ExprError(`syntax error: unexpected argument ${io.quote(parser.word!)}`);
  return value;
}

/** Loosest first. */
const comparisons = ["<", "<=", "=", "==", "!=", ">=", ">"];

class Parser {
  readonly #words: readonly string[];
  readonly #io: Surroundings;
  #at = 0;

  constructor(words: readonly string[], io: Surroundings) {
    this.#words = words;
    this.#io = io;
  }

  get left(): boolean {
    return this.#at < this.#words.length;
  }

  get word(): string | undefined {
    return this.#words[this.#at];
  }

  or(wanted: boolean): string {
    let value = this.#and(wanted);
    while (this.#takes("|")) {
      const right = this.#and(wanted && isNull(value));
      if (isNull(value)) value = isNull(right) ? "0" : right;
    }
    return value;
  }

  #and(wanted: boolean): string {
    let value = this.#comparison(wanted);
    while (this.#takes("&")) {
      const right = this.#comparison(wanted && !isNull(value));
      if (isNull(value) || isNull(right)) value = "0";
    }
    return value;
  }

  #comparison(wanted: boolean): string {
    let value = this.#sum(wanted);
    for (let operator = this.#oneOf(comparisons); operator !== undefined; operator = this.#oneOf(comparisons)) {
      const right = this.#sum(wanted);
      value = wanted ? compare(operator, value, right) : "0";
    }
    return value;
  }

  #sum(wanted: boolean): string {
    let value = this.#product(wanted);
    for (let operator = this.#oneOf(["+", "-"]); operator !== undefined; operator = this.#oneOf(["+", "-"])) {
      const right = this.#product(wanted);
      if (wanted) value = reckon(operator, value, right);
    }
    return value;
  }

  #product(wanted: boolean): string {
    const operators = ["*", "/", "%"];
    let value = this.#match(wanted);
    for (let operator = this.#oneOf(operators); operator !== undefined; operator = this.#oneOf(operators)) {
      const right = this.#match(wanted);
      if (wanted) value = reckon(operator, value, right);
    }
    return value;
  }

  #match(wanted: boolean): string {
    let value = this.#keyword(wanted);
    while (this.#takes(":")) {
      const pattern = this.#keyword(wanted);
      if (wanted) value = this.#matched(value, pattern);
    }
    return value;
  }

  #keyword(wanted: boolean): string {
    if (this.#takes("+")) return this.#next();
    if (this.#takes("length")) return String(this.#chars(this.#keyword(wanted)).length);
    if (this.#takes("match")) {
      const [text, pattern] = [this.#keyword(wanted), this.#keyword(wanted)];
      return wanted ? this.#matched(text, pattern) : text;
    }
    if (this.#takes("index")) {
      const [text, set] = [this.#chars(this.#keyword(wanted)), this.#chars(this.#keyword(wanted))];
      return String(text.findIndex((char) => set.includes(char)) + 1);
    }
    if (this.#takes("substr")) return this.#substring(wanted);
    return this.#operand(wanted);
  }

  #substring(wanted: boolean): string {
    const [text, from, length] = [this.#keyword(wanted), this.#keyword(wanted), this.#keyword(wanted)];
    if (!integer.test(from) || !integer.test(length)) return "";
    const [start, count] = [Number(from), Number(length)];
    if (start <= 0 || count <= 0) return "";
    return this.#chars(text)
      .slice(start - 1, start - 1 + count)
      .join("");
  }

  #operand(wanted: boolean): string {
    this.#require();
    if (this.#takes("(")) {
      const value = this.or(wanted);
      const { quote } = this.#io;
      if (!this.left) throw new ExprError(`syntax error: expecting ')' after ${quote(this.#words[this.#at - 1]!)}`);
      if (!this.#takes(")")) throw new ExprError(`syntax error: expecting ')' instead of ${quote(this.word!)}`);
      return value;
    }
    if (this.#takes(")")) throw new ExprError("syntax error: unexpected ')'");
    return this.#next();
  }

  #chars(text: string): readonly string[] {
    if (!this.#io.utf8) return [...text];
    const chars: string[] = [];
    for (let at = 0; at < text.length; at += chars.at(-1)!.length) chars.push(unitAt(text, at).bytes);
    return chars;
  }

  /** The length of what the pattern matches at the beginning, or what its first group does. */
  #matched(text: string, pattern: string): string {
    const encoding = this.#io.utf8 ? "utf8" : "bytes";
    const regex = new Regex(Buffer.from(pattern, "latin1"), { syntax, encoding });
    const found = regex.exec(Buffer.from(text, "latin1"));
    const hit = found !== undefined && found[0] === 0;
    if (regex.groups > 0) return hit && found[2]! >= 0 ? text.slice(found[2]!, found[3]!) : "";
    if (!hit) return "0";
    const matched = text.slice(0, found[1]!);
    return String(this.#io.utf8 ? codesOf(Buffer.from(matched, "latin1"), "utf8").length : matched.length);
  }

  #next(): string {
    this.#require();
    return this.#words[this.#at++]!;
  }

  #require(): void {
    if (this.left) return;
    throw new ExprError(`syntax error: missing argument after ${this.#io.quote(this.#words[this.#at - 1]!)}`);
  }

  #takes(word: string): boolean {
    const found = this.word === word;
    if (found) this.#at++;
    return found;
  }

  #oneOf(words: readonly string[]): string | undefined {
    return words.find((word) => this.#takes(word));
  }
}

function compare(operator: string, a: string, b: string): string {
  const order = integer.test(a) && integer.test(b) ? sign(BigInt(a) - BigInt(b)) : a < b ? -1 : a > b ? 1 : 0;
  const holds: Readonly<Record<string, boolean>> = {
    "<": order < 0,
    "<=": order <= 0,
    "=": order === 0,
    "==": order === 0,
    "!=": order !== 0,
    ">=": order >= 0,
    ">": order > 0,
  };
  return holds[operator] ? "1" : "0";
}

const sign = (value: bigint): number => (value < 0n ? -1 : value > 0n ? 1 : 0);

function reckon(operator: string, a: string, b: string): string {
  if (!integer.test(a) || !integer.test(b)) throw new ExprError("non-integer argument");
  const [x, y] = [BigInt(a), BigInt(b)];
  if ((operator === "/" || operator === "%") && y === 0n) throw new ExprError("division by zero");
  const results = { "+": () => x + y, "-": () => x - y, "*": () => x * y, "/": () => x / y, "%": () => x % y };
  return String(results[operator as keyof typeof results]());
}
