import type { Stdio } from "./stdio.ts";

const powers: Readonly<Record<string, number>> = {
  k: 1,
  K: 1,
  m: 2,
  M: 2,
  g: 3,
  G: 3,
  t: 4,
  T: 4,
  P: 5,
  E: 6,
  Z: 7,
  Y: 8,
};
const fixed: Readonly<Record<string, bigint>> = { b: 512n, B: 1024n, c: 1n, w: 2n };

export const maxUnsigned = 2n ** 64n - 1n;
export const maxSigned = 2n ** 63n - 1n;

export interface ParsedNumber {
  readonly value: bigint;
  /** What is wrong with it; "overflow" where it is a number, but larger than `max`. */
  readonly wrong?: "invalid" | "suffix" | "overflow" | "suffix and overflow";
}

/**
 * gnulib's xstrtoumax and xstrtoimax in base 10: a number and one of the suffixes; "0" among these
 * allows "B" (powers of 1000) and "iB" after it.
 */
export function parseNumber(text: string, suffixes: string, signed = false): ParsedNumber {
  const [, digits, suffix] = /^[ \t\n\v\f\r]*([-+]?\d*)([^]*)$/.exec(text)!;
  const none = !/\d/.test(digits!);
  if (!signed && digits!.startsWith("-")) return { value: 0n, wrong: "invalid" };
  // Without digits strtol leaves all as it is, the sign too.
  if (none && (/^[-+ \t\n\v\f\r]/.test(text) || text === "" || !suffixes.includes(text[0]!)))
    return { value: 0n, wrong: "invalid" };
  const number = none ? 1n : BigInt(digits!.replace("+", ""));
  const [max, min] = signed ? [maxSigned, -maxSigned - 1n] : [maxUnsigned, 0n];
  const scaled = suffix === "" ? { factor: 1n, rest: "" } : scale(suffix!, suffixes);
  if (scaled === undefined) return { value: clamp(number), wrong: withOverflow(number > max || number < min) };
  const value = number * scaled.factor;
  const over = value > max || value < min;
  if (scaled.rest !== "") return { value: clamp(value), wrong: withOverflow(over) };
  return over ? { value: clamp(value), wrong: "overflow" } : { value };

  function clamp(big: bigint): bigint {
    if (big > max) return max;
    return big < min ? min : big;
  }
}

const withOverflow = (over: boolean) => (over ? "suffix and overflow" : "suffix");

function scale(suffix: string, allowed: string): { factor: bigint; rest: string } | undefined {
  const letter = suffix[0]!;
  if (!allowed.includes(letter)) return undefined;
  const plain = fixed[letter];
  if (plain !== undefined) return { factor: plain, rest: suffix.slice(1) };
  const power = powers[letter];
  if (power === undefined) return undefined;
  const second = allowed.includes("0") ? suffix.slice(1) : "";
  if (second.startsWith("iB")) return { factor: 1024n ** BigInt(power), rest: suffix.slice(3) };
  if (/^[BD]/.test(second)) return { factor: 1000n ** BigInt(power), rest: suffix.slice(2) };
  return { factor: 1024n ** BigInt(power), rest: suffix.slice(1) };
}

export interface NumberRange {
  readonly min?: bigint;
  readonly max?: bigint;
  readonly suffixes?: string;
  readonly signed?: boolean;
  readonly status?: number;
}

/** gnulib's xdectoumax and xdectoimax: the number, or the end of the program with "what: ‘text’". */
export async function numberOrDie(io: Stdio, text: string, what: string, range: NumberRange = {}): Promise<bigint> {
  const { suffixes = "", signed = false, status = 1 } = range;
  const { min = signed ? -maxSigned - 1n : 0n, max = signed ? maxSigned : maxUnsigned } = range;
  const { value, wrong } = parseNumber(text, suffixes, signed);
  if (wrong === undefined && value >= min && value <= max) return value;
  return io.die(`${what}: ${io.quote(text)}${reasonOf(value, wrong)}`, status);
}

/** strerror of EOVERFLOW or ERANGE. */
function reasonOf(value: bigint, wrong: ParsedNumber["wrong"]): string {
  if (wrong === "overflow" || (wrong === undefined && (value > 2n ** 30n - 1n || value < -(2n ** 30n))))
    return ": Value too large for defined data type";
  return wrong === undefined ? ": Numerical result out of range" : "";
}
