import { ShellError } from "./failure.ts";

const lowest = -(2n ** 63n);
const highest = 2n ** 63n - 1n;

/** dash's atomax(): strtoimax(3), blanks around it, nothing else. */
export function integer(text: string, base: 0 | 10): bigint {
  const digits = base === 10 ? "\\d+" : "0[xX][0-9a-fA-F]+|\\d+";
  const match = new RegExp(`^[ \\t-\\r]*([-+]?)(${digits})[ \\t-\\r]*$`).exec(text);
  const blank = base === 0 && /^[ \t-\r]*$/.test(text);
  if (blank) return 0n;
  const value = match === null ? undefined : magnitude(match[2]!, base);
  const signed = match?.[1] === "-" && value !== undefined ? -value : value;
  if (signed === undefined || signed < lowest || signed > highest) throw new ShellError(`Illegal number: ${text}`);
  return signed;
}

/** undefined for an octal number with an 8 or 9. */
export function magnitude(digits: string, base: 0 | 10): bigint | undefined {
  if (base === 0 && /^0[0-9]/.test(digits)) return /[89]/.test(digits) ? undefined : BigInt(`0o${digits.slice(1)}`);
  return BigInt(base === 10 ? digits.replace(/^0+(?=\d)/, "") : digits);
}

/** dash's number(): an int that is not negative. */
export function number(text: string): number {
  const value = integer(text, 10);
  if (value < 0n || value > 0x7fffffffn) throw new ShellError(`Illegal number: ${text}`);
  return Number(value);
}
