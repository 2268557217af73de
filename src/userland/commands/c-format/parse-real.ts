import { nearest, type Real, type RealFormat } from "./real.ts";

export interface ParsedReal {
  readonly real: Real;
  /** How many characters of the text are the number; 0 where it does not begin with one. */
  readonly length: number;
  /** ERANGE. */
  readonly range: boolean;
}

/** More digits than any halfway case of a format needs; what follows only says that there is more. */
const enough = 20_000;

/** strtod(3) and strtold(3), in the C locale: spaces, sign, then a decimal or hexadecimal number, inf or nan. */
export function parseReal(text: string, format: RealFormat): ParsedReal {
  const [before, sign] = /^[ \t\n\v\f\r]*([-+]?)/.exec(text) as unknown as [string, string];
  const negative = sign === "-";
  const rest = text.slice(before.length);
  const word = /^(?:inf(?:inity)?|nan(?:\([0-9A-Za-z_]*\))?)/i.exec(rest)?.[0];
  if (word !== undefined) {
    const kind = /^i/i.test(word) ? "infinity" : "nan";
    return { real: { kind, negative }, length: before.length + word.length, range: false };
  }
  const found = hexadecimal(rest) ?? decimal(rest);
  if (found === undefined) return { real: zero(false), length: 0, range: false };
  return { ...valueOf(found, negative, format), length: before.length + found.length };
}

const zero = (negative: boolean): Real => ({ kind: "finite", negative, mantissa: 0n, exponent: 0 });

interface Found {
  readonly digits: string;
  /** Power of the base that the last digit counts. */
  readonly scale: number;
  readonly hexadecimal: boolean;
  /** Power of two, of a hexadecimal number. */
  readonly power: number;
  readonly length: number;
}

function decimal(text: string): Found | undefined {
  const match = /^(\d*)(?:\.(\d*))?/.exec(text)!;
  const [all, whole = "", fraction = ""] = match;
  if (whole + fraction === "") return undefined;
  const exponent = /^e([-+]?\d+)/i.exec(text.slice(all.length));
  const scale = Number(exponent?.[1] ?? 0) - fraction.length;
  return {
    digits: whole + fraction,
    scale,
    hexadecimal: false,
    power: 0,
    length: all.length + (exponent?.[0].length ?? 0),
  };
}

function hexadecimal(text: string): Found | undefined {
  const match = /^0x([\da-f]*)(?:\.([\da-f]*))?/i.exec(text);
  if (match === null) return undefined;
  const [all, whole = "", fraction = ""] = match;
  if (whole + fraction === "") return undefined;
  const exponent = /^p([-+]?\d+)/i.exec(text.slice(all.length));
  return {
    digits: whole + fraction,
    scale: -fraction.length,
    hexadecimal: true,
    power: Number(exponent?.[1] ?? 0),
    length: all.length + (exponent?.[0].length ?? 0),
  };
}

function valueOf(found: Found, negative: boolean, format: RealFormat): { real: Real; range: boolean } {
  const digits = found.digits.replace(/^0+/, "");
  if (digits === "") return { real: zero(negative), range: false };
  // Beyond any format, before powers are made of it.
  const bits = found.hexadecimal ? 4 : Math.log2(10);
  const size = (digits.length + found.scale) * bits + found.power;
  if (size > format.maxExponent + 64) return { real: { kind: "infinity", negative }, range: true };
  if (size < -format.maxExponent - format.bits - 64) return { real: zero(negative), range: true };
  const kept = digits.length > enough ? `${digits.slice(0, enough)}1` : digits;
  const scale = found.scale + digits.length - kept.length;
  const value = BigInt(found.hexadecimal ? `0x${kept}` : kept);
  const [base, power] = found.hexadecimal ? [2n, scale * 4 + found.power] : [10n, scale];
  return power < 0
    ? nearest(value, base ** BigInt(-power), negative, format)
    : nearest(value * base ** BigInt(power), 1n, negative, format);
}
