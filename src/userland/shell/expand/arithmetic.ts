import { limits } from "../../../limits.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { ShellError } from "../state/failure.ts";
import { integer, magnitude } from "../state/numbers.ts";

/** Where the names in an expression are looked up. */
export interface ArithmeticVariables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

type Token =
  { readonly type: "number"; readonly value: bigint } | { readonly type: "name" | "operator"; readonly text: string };

/** Binding of binary operators, tightest first. */
const precedence: Readonly<Record<string, number>> = {
  ...{ "*": 0, "/": 0, "%": 0, "+": 1, "-": 1, "<<": 2, ">>": 2, "<": 3, "<=": 3, ">": 3, ">=": 3 },
  ...{ "==": 4, "!=": 4, "&": 5, "^": 6, "|": 7 },
};
const loosest = 8;

const operators = /^(?:<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&^|]=|[-+*/%&^|<>=!~?:()])/;

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

/** The value of an arithmetic expression, as dash has it: intmax_t, no commas, no ++ (src/arith_yacc.c). */
export const arithmetic = (text: string, variables: ArithmeticVariables): bigint =>
  new Evaluation(text, variables).result();

class Evaluation {
  readonly #text: string;
  readonly #variables: ArithmeticVariables;
  #at = 0;
  #depth = 0;
  #token: Token | undefined;
  /** The one behind it. */
  #next: Token | undefined;

  constructor(text: string, variables: ArithmeticVariables) {
    this.#text = text;
    this.#variables = variables;
    this.#token = this.#scan();
    this.#next = this.#scan();
  }

  result(): bigint {
    const value = this.#assignment(true);
    if (this.#token !== undefined) this.#fail("expecting EOF");
    return value;
  }

  #fail(what: string): never {
    throw new ShellError(`arithmetic expression: ${what}: "${this.#text}"`);
  }

  #scan(): Token | undefined {
    while (/[ \t\n]/.test(this.#text[this.#at] ?? "")) this.#at++;
    const rest = this.#text.slice(this.#at, this.#at + 4096);
    if (rest === "") return undefined;
    const digits = /^(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(rest)?.[0];
    if (digits !== undefined) {
      this.#at += digits.length;
      const value = magnitude(digits, 0)!;
      const most = 2n ** 63n - 1n;
      return { type: "number", value: value > most ? most : value };
    }
    const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(rest)?.[0];
    const text = name ?? operators.exec(rest)?.[0] ?? rest[0]!;
    this.#at += text.length;
    return { type: name === undefined ? "operator" : "name", text };
  }

  #advance(): Token | undefined {
    const token = this.#token;
    this.#token = this.#next;
    this.#next = this.#scan();
    return token;
  }

  #is(text: string): boolean {
    return this.#token?.type === "operator" && this.#token.text === text;
  }

  #assignment(live: boolean): bigint {
    return this.#deeper(() => this.#assigned(live));
  }

  #assigned(live: boolean): bigint {
    const token = this.#token;
    const operator = this.#next?.type === "operator" ? this.#next.text : "";
    const assigns = operator.endsWith("=") && !["==", "!=", "<=", ">="].includes(operator);
    if (token?.type !== "name" || !assigns) return this.#conditional(live);
    this.#advance();
    this.#advance();
    const value = this.#assignment(live);
    if (!live) return value;
    const result = operator === "=" ? value : this.#binary(operator.slice(0, -1), this.#value(token.text), value);
    this.#variables.set(token.text, String(result));
    return result;
  }

  #conditional(live: boolean): bigint {
    return this.#deeper(() => this.#choice(live));
  }

  /** Of what stands within itself: parentheses, signs, `? :`, `=`. */
  #deeper(read: () => bigint): bigint {
    if (++this.#depth > limits.expansionDepth) throw new Refusal("arithmetic expression", "is nested too deep");
    const value = read();
    this.#depth--;
    return value;
  }

  #choice(live: boolean): bigint {
    const test = this.#or(live);
    if (!this.#is("?")) return test;
    this.#advance();
    const first = this.#assignment(live && test !== 0n);
    if (!this.#is(":")) this.#fail("expecting ':'");
    this.#advance();
    const second = this.#conditional(live && test === 0n);
    return test === 0n ? second : first;
  }

  #or(live: boolean): bigint {
    let value = this.#and(live);
    while (this.#is("||")) {
      this.#advance();
      const right = this.#and(live && value === 0n);
      value = value !== 0n || right !== 0n ? 1n : 0n;
    }
    return value;
  }

  #and(live: boolean): bigint {
    let value = this.#operation(loosest, live);
    while (this.#is("&&")) {
      this.#advance();
      const right = this.#operation(loosest, live && value !== 0n);
      value = value !== 0n && right !== 0n ? 1n : 0n;
    }
    return value;
  }

  /** Operators that bind tighter than `limit`, from left to right. */
  #operation(limit: number, live: boolean): bigint {
    let left = this.#primary(live);
    for (;;) {
      const operator = this.#token?.type === "operator" ? this.#token.text : "";
      const binding = precedence[operator];
      if (binding === undefined || binding >= limit) return left;
      this.#advance();
      const right = this.#operation(binding, live);
      left = live ? this.#binary(operator, left, right) : right;
    }
  }

  #primary(live: boolean): bigint {
    return this.#deeper(() => this.#operand(live));
  }

  #operand(live: boolean): bigint {
    const token = this.#advance();
    if (token?.type === "number") return token.value;
    if (token?.type === "name") return live ? this.#value(token.text) : 0n;
    switch (token?.text) {
      case "(": {
        const value = this.#assignment(live);
        if (!this.#is(")")) this.#fail("expecting ')'");
        this.#advance();
        return value;
      }
      case "+":
        return this.#primary(live);
      case "-":
        return wrap(-this.#primary(live));
      case "!":
        return this.#primary(live) === 0n ? 1n : 0n;
      case "~":
        return ~this.#primary(live);
      default:
        return this.#fail("expecting primary");
    }
  }

  #value(name: string): bigint {
    return integer(this.#variables.get(name) ?? "", 0);
  }

  #binary(operator: string, left: bigint, right: bigint): bigint {
    const truth = (value: boolean) => (value ? 1n : 0n);
    switch (operator) {
      case "*":
        return wrap(left * right);
      case "/":
      case "%":
        return this.#division(operator, left, right);
      case "+":
        return wrap(left + right);
      case "-":
        return wrap(left - right);
      case "<<":
        return wrap(left << (right & 63n));
      case ">>":
        return left >> (right & 63n);
      case "<":
        return truth(left < right);
      case "<=":
        return truth(left <= right);
      case ">":
        return truth(left > right);
      case ">=":
        return truth(left >= right);
      case "==":
        return truth(left === right);
      case "!=":
        return truth(left !== right);
      case "&":
        return left & right;
      case "^":
        return left ^ right;
      default:
        return left | right;
    }
  }

  #division(operator: "/" | "%", left: bigint, right: bigint): bigint {
    if (right === 0n) this.#fail("division by zero");
    if (right === -1n && left === -(2n ** 63n))
      throw new Refusal(`${left} ${operator} -1`, "overflows, which ends the shell by a signal on Linux");
    return operator === "/" ? left / right : left % right;
  }
}
