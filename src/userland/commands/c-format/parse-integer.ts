export interface ParsedInteger {
  readonly value: bigint;
  /** How many characters of the text are the number; 0 where it does not begin with one. */
  readonly length: number;
  /** ERANGE: the value is the limit nearest to what was written. */
  readonly range: boolean;
}

const bases: readonly (readonly [RegExp, string])[] = [
  [/^0[xX]([\dA-Fa-f]+)/, "0x"],
  [/^(0[0-7]*)/, "0o"],
  [/^(\d+)/, ""],
];

/** strtoimax(3) and strtoumax(3) with base 0: "0x" and "0" say which one; or with base 10. */
export function parseInteger(text: string, signed: boolean, base: 0 | 10 = 0): ParsedInteger {
  const [before, sign] = /^[ \t\n\v\f\r]*([-+]?)/.exec(text) as unknown as [string, string];
  const rest = text.slice(before.length);
  for (const [pattern, prefix] of base === 0 ? bases : bases.slice(2)) {
    const match = pattern.exec(rest);
    if (match === null) continue;
    const size = BigInt(prefix + match[1]!);
    return { ...limited(size, sign === "-", signed), length: before.length + match[0].length };
  }
  return { value: 0n, length: 0, range: false };
}

/** An unsigned number with a minus counts down from 2 ** 64. */
function limited(size: bigint, negative: boolean, signed: boolean): { value: bigint; range: boolean } {
  if (!signed) {
    if (size >= 2n ** 64n) return { value: 2n ** 64n - 1n, range: true };
    return { value: negative ? BigInt.asUintN(64, -size) : size, range: false };
  }
  const value = negative ? -size : size;
  const near = BigInt.asIntN(64, value) === value;
  if (near) return { value, range: false };
  return { value: negative ? -(2n ** 63n) : 2n ** 63n - 1n, range: true };
}
