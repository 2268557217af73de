/** The form of a number: what `plural=` of a header computes, in C's unsigned long. */
export type PluralRule = (n: bigint) => bigint;

/** A division by zero. */
export class DivisionByZero extends Error {}

const levels: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", ">", "<=", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];

const unsigned = (value: bigint): bigint => BigInt.asUintN(64, value);
const divided = (divisor: bigint): bigint => {
  if (divisor === 0n) throw new DivisionByZero();
  return divisor;
};

const operators: Readonly<Record<string, (a: PluralRule, b: PluralRule) => PluralRule>> = {
  "||": (a, b) => (n) => (a(n) !== 0n || b(n) !== 0n ? 1n : 0n),
  "&&": (a, b) => (n) => (a(n) !== 0n && b(n) !== 0n ? 1n : 0n),
  "==": (a, b) => (n) => (a(n) === b(n) ? 1n : 0n),
  "!=": (a, b) => (n) => (a(n) === b(n) ? 0n : 1n),
  "<": (a, b) => (n) => (a(n) < b(n) ? 1n : 0n),
  ">": (a, b) => (n) => (a(n) > b(n) ? 1n : 0n),
  "<=": (a, b) => (n) => (a(n) <= b(n) ? 1n : 0n),
  ">=": (a, b) => (n) => (a(n) >= b(n) ? 1n : 0n),
  "+": (a, b) => (n) => unsigned(a(n) + b(n)),
  "-": (a, b) => (n) => unsigned(a(n) - b(n)),
  "*": (a, b) => (n) => unsigned(a(n) * b(n)),
  "/": (a, b) => (n) => a(n) / divided(b(n)),
  "%": (a, b) => (n) => a(n) % divided(b(n)),
};

/** Nesting beyond which an expression counts as wrong: bison's own stack has a limit too. */
const deepest = 1000;

/** gettext's plural.y: parses up to a ";", a newline or the end; undefined where it is no expression. */
export function parsePlural(text: string): PluralRule | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  let at = 0;
  let depth = 0;
  const take = (token: string): boolean => tokens[at] === token && ++at > 0;

  function conditional(): PluralRule | undefined {
    if (++depth > deepest) return undefined;
    const condition = binary(0);
    if (condition === undefined || !take("?")) return (depth--, condition);
    const yes = conditional();
    if (yes === undefined || !take(":")) return undefined;
    const no = conditional();
    depth--;
    return no && ((n) => (condition(n) !== 0n ? yes(n) : no(n)));
  }

  function binary(level: number): PluralRule | undefined {
    const names = levels[level];
    if (names === undefined) return unary();
    let left = binary(level + 1);
    for (;;) {
      const name = names.find((one) => one === tokens![at]);
      if (left === undefined || name === undefined) return left;
      at++;
      const right = binary(level + 1);
      left = right && operators[name]!(left, right);
    }
  }

  function unary(): PluralRule | undefined {
    if (take("!")) {
      if (++depth > deepest) return undefined;
      const operand = unary();
      depth--;
      return operand && ((n) => (operand(n) === 0n ? 1n : 0n));
    }
    if (take("n")) return (n) => n;
    if (take("(")) {
      const inner = conditional();
      return take(")") ? inner : undefined;
    }
    const number = tokens![at];
    if (number === undefined || !/^[0-9]/.test(number)) return undefined;
    at++;
    const value = unsigned(BigInt(number));
    return () => value;
  }

  const rule = conditional();
  return at === tokens.length ? rule : undefined;
}

function tokensOf(text: string): readonly string[] | undefined {
  const end = /[;\n\0]/.exec(text)?.index ?? text.length;
  const tokens: string[] = [];
  const pattern = /[ \t]*(?:([0-9]{1,4096}|n|==|!=|<=|>=|&&|\|\||[!<>*/%+?:()-])|$)/y;
  const part = text.slice(0, end);
  while (pattern.lastIndex < part.length) {
    const match = pattern.exec(part);
    if (match === null) return undefined;
    if (match[1] === undefined) break;
    tokens.push(match[1]);
  }
  return tokens;
}
