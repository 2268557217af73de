import type { FileStat } from "../../kernel/files.ts";
import { unaryOperators } from "./unary.ts";

/** What an expression asks of the world. */
export interface World {
  quote(text: string): string;
  stat(path: string): FileStat | undefined;
  lstat(path: string): FileStat | undefined;
  access(path: string, wanted: "read" | "write" | "execute"): boolean;
  readonly uid: number;
  readonly gid: number;
}

/** What is wrong with an expression: status 2. */
export class TestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TestError";
  }
}

const binary = new Set(["=", "!=", "==", "-nt", "-ot", "-ef", "-eq", "-ne", "-lt", "-le", "-gt", "-ge"]);
const numeric = new Set(["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]);

/** An expression as coreutils' src/test.c reads it: by the number of words first (POSIX), then by precedence. */
export class Expression {
  readonly #words: readonly string[];
  readonly #world: World;
  readonly #last: string | undefined;
  #at = 0;

  /** `last` stands after the expression: "]", or nothing. */
  constructor(words: readonly string[], world: World, last?: string) {
    this.#words = words;
    this.#world = world;
    this.#last = last;
  }

  /** Throws `TestError`. */
  evaluate(): boolean {
    if (this.#words.length === 0) return false;
    const value = this.#posix(this.#words.length);
    if (this.#at !== this.#words.length) throw new TestError(`extra argument ${this.#quoted(this.#at)}`);
    return value;
  }

  #quoted(at: number): string {
    return this.#world.quote(this.#words[at]!);
  }

  #advance(more: boolean): void {
    this.#at++;
    if (more && this.#at >= this.#words.length) this.#beyond();
  }

  #beyond(): never {
    throw new TestError(`missing argument after ${this.#quoted(this.#words.length - 1)}`);
  }

  #posix(count: number): boolean {
    const first = this.#words[this.#at]!;
    if (count === 1) return this.#one();
    if (count === 2) return this.#two();
    if (count === 3) return this.#three();
    if (count === 4 && first === "!") {
      this.#advance(true);
      return !this.#three();
    }
    if (count === 4 && first === "(" && this.#words[this.#at + 3] === ")") {
      this.#advance(false);
      const value = this.#two();
      this.#advance(false);
      return value;
    }
    return this.#or();
  }

  #one(): boolean {
    return this.#words[this.#at++] !== "";
  }

  #two(): boolean {
    const first = this.#words[this.#at]!;
    if (first === "!") {
      this.#advance(false);
      return !this.#one();
    }
    if (first.length === 2 && first.startsWith("-")) return this.#unary();
    return this.#beyond();
  }

  #three(): boolean {
    const [first, operator, last] = this.#words.slice(this.#at, this.#at + 3);
    if (binary.has(operator!)) return this.#binary(false);
    if (first === "!") {
      this.#advance(true);
      return !this.#two();
    }
    if (first === "(" && last === ")") {
      this.#advance(false);
      const value = this.#one();
      this.#advance(false);
      return value;
    }
    if (operator === "-a" || operator === "-o") return this.#or();
    throw new TestError(`${this.#quoted(this.#at + 1)}: binary operator expected`);
  }

  #or(): boolean {
    for (let value = false; ; this.#advance(false)) {
      value = this.#and() || value;
      if (this.#words[this.#at] !== "-o") return value;
    }
  }

  #and(): boolean {
    for (let value = true; ; this.#advance(false)) {
      value = this.#term() && value;
      if (this.#words[this.#at] !== "-a") return value;
    }
  }

  #term(): boolean {
    let negated = false;
    for (; this.#words[this.#at] === "!"; negated = !negated) this.#advance(true);
    const left = this.#words.length - this.#at;
    if (left <= 0) this.#beyond();
    const word = this.#words[this.#at]!;
    const value = (): boolean => {
      if (word === "(") return this.#group();
      if (left >= 4 && word === "-l" && binary.has(this.#words[this.#at + 2]!)) return this.#binary(true);
      if (left >= 3 && binary.has(this.#words[this.#at + 1]!)) return this.#binary(false);
      if (word.length === 2 && word.startsWith("-")) return this.#unary();
      this.#advance(false);
      return word !== "";
    };
    return value() !== negated;
  }

  #group(): boolean {
    this.#advance(true);
    let count = 1;
    for (; this.#at + count < this.#words.length && this.#words[this.#at + count] !== ")"; count++)
      if (count === 4) {
        count = this.#words.length - this.#at;
        break;
      }
    const value = this.#posix(count);
    const end = this.#words[this.#at] ?? this.#last;
    const { quote } = this.#world;
    if (end === undefined) throw new TestError(`${quote(")")} expected`);
    if (end !== ")") throw new TestError(`${quote(")")} expected, found ${quote(end)}`);
    this.#advance(false);
    return value;
  }

  #unary(): boolean {
    const letter = this.#words[this.#at]![1]!;
    const operator = unaryOperators[letter];
    if (operator === undefined) throw new TestError(`${this.#quoted(this.#at)}: unary operator expected`);
    this.#advance(true);
    const operand = this.#words[this.#at++]!;
    if (letter === "t") this.#integer(operand);
    return operator(operand, this.#world);
  }

  #binary(leftIsLength: boolean): boolean {
    if (leftIsLength) this.#advance(false);
    const at = this.#at + 1;
    const operator = this.#words[at]!;
    const rightIsLength = at < this.#words.length - 2 && this.#words[at + 1] === "-l";
    if (rightIsLength) this.#advance(false);
    const left = this.#words[at - 1]!;
    this.#at += 3;
    if (numeric.has(operator)) {
      const a = leftIsLength ? BigInt(left.length) : this.#integer(left);
      const b = rightIsLength ? BigInt(this.#words[at + 2]!.length) : this.#integer(this.#words[at + 1]!);
      return compare(operator, a, b);
    }
    if (operator.startsWith("-") && (leftIsLength || rightIsLength))
      throw new TestError(`${operator} does not accept -l`);
    const right = this.#words[this.#at - 1]!;
    if (operator === "=" || operator === "==") return this.#words[this.#at - 3] === right;
    if (operator === "!=") return this.#words[this.#at - 3] !== right;
    return this.#files(operator, left, this.#words[at + 1]!);
  }

  #files(operator: string, left: string, right: string): boolean {
    const [a, b] = [this.#world.stat(left), this.#world.stat(right)];
    if (operator === "-ef") return a !== undefined && b !== undefined && a.device === b.device && a.inode === b.inode;
    if (operator === "-nt") return a !== undefined && (b === undefined || a.mtime > b.mtime);
    return b !== undefined && (a === undefined || a.mtime < b.mtime);
  }

  #integer(text: string): bigint {
    const digits = /^[ \t]*\+?(-?\d+)[ \t]*$/.exec(text)?.[1];
    if (digits === undefined || /^[ \t]*\+-/.test(text))
      throw new TestError(`invalid integer ${this.#world.quote(text)}`);
    return BigInt(digits);
  }
}

function compare(operator: string, a: bigint, b: bigint): boolean {
  switch (operator) {
    case "-eq":
      return a === b;
    case "-ne":
      return a !== b;
    case "-lt":
      return a < b;
    case "-le":
      return a <= b;
    case "-gt":
      return a > b;
    default:
      return a >= b;
  }
}
