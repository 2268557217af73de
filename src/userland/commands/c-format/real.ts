/** A floating-point format of C, by what IEEE 754 says of it. */
export interface RealFormat {
  /** Of the significand, the first one included. */
  readonly bits: number;
  /** Of the largest finite number, the significand read as 1.… */
  readonly maxExponent: number;
}

export const double: RealFormat = { bits: 53, maxExponent: 1023 };
/** What `long double` is on amd64 and i386. */
export const extended: RealFormat = { bits: 64, maxExponent: 16_383 };
/** What it is on arm64, s390x and riscv64. */
export const quadruple: RealFormat = { bits: 113, maxExponent: 16_383 };

/** A value of one of these formats, exactly: mantissa × 2 ** exponent. */
export type Real =
  | { readonly kind: "finite"; readonly negative: boolean; readonly mantissa: bigint; readonly exponent: number }
  | { readonly kind: "infinity" | "nan"; readonly negative: boolean };

export const bitLength = (value: bigint): number => value.toString(16).length * 4 - leading[Number(topNibble(value))]!;
const leading = [4, 3, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0];
const topNibble = (value: bigint): bigint => value >> BigInt((value.toString(16).length - 1) * 4);

export interface Rounded {
  readonly real: Real;
  /** ERANGE: too large for the format, or smaller than its precision reaches. */
  readonly range: boolean;
}

/** The value nearest to numerator / denominator, the even one of two. */
export function nearest(
  numerator: bigint,
  denominator: bigint,
  negative: boolean,
  { bits, maxExponent }: RealFormat,
): Rounded {
  if (numerator === 0n) return { real: { kind: "finite", negative, mantissa: 0n, exponent: 0 }, range: false };
  const least = 2 - maxExponent - bits;
  const guess = bitLength(numerator) - bitLength(denominator) - bits;
  let exponent = Math.max(guess, least);
  let mantissa = divide(numerator, denominator, exponent);
  if (bitLength(mantissa) > bits) {
    exponent = guess + 1;
    mantissa = divide(numerator, denominator, exponent);
  } else if (bitLength(mantissa) < bits && exponent > least) {
    exponent--;
    mantissa = divide(numerator, denominator, exponent);
  }
  if (bitLength(mantissa) > bits) {
    mantissa >>= 1n;
    exponent++;
  }
  if (bitLength(mantissa) + exponent - 1 > maxExponent) return { real: { kind: "infinity", negative }, range: true };
  const tiny = exponent === least && bitLength(mantissa) < bits;
  const inexact = exponent < 0 ? mantissa * denominator !== numerator << BigInt(-exponent) : false;
  return { real: { kind: "finite", negative, mantissa, exponent }, range: tiny && inexact };
}

/** numerator / denominator / 2 ** exponent, to the nearest integer. */
function divide(numerator: bigint, denominator: bigint, exponent: number): bigint {
  const [top, bottom] =
    exponent < 0 ? [numerator << BigInt(-exponent), denominator] : [numerator, denominator << BigInt(exponent)];
  return roundedQuotient(top, bottom);
}

/** The nearest integer, the even one of two. */
export function roundedQuotient(top: bigint, bottom: bigint): bigint {
  const quotient = top / bottom;
  const twice = (top % bottom) * 2n;
  return twice > bottom || (twice === bottom && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** A number of JavaScript, as it is. */
export function realOf(value: number): Real {
  if (Number.isNaN(value)) return { kind: "nan", negative: false };
  const negative = value < 0 || Object.is(value, -0);
  if (!Number.isFinite(value)) return { kind: "infinity", negative };
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, Math.abs(value));
  const bits = bytes.getBigUint64(0);
  const power = Number(bits >> 52n);
  const fraction = bits & (2n ** 52n - 1n);
  if (power === 0) return { kind: "finite", negative, mantissa: fraction, exponent: -1074 };
  return { kind: "finite", negative, mantissa: fraction | (1n << 52n), exponent: power - 1075 };
}

/** The number of JavaScript that is nearest. */
export function toNumber(real: Real): number {
  if (real.kind !== "finite") return real.kind === "nan" ? Number.NaN : real.negative ? -Infinity : Infinity;
  const [top, bottom] =
    real.exponent < 0 ? [real.mantissa, 1n << BigInt(-real.exponent)] : [real.mantissa << BigInt(real.exponent), 1n];
  const { real: near } = nearest(top, bottom, real.negative, double);
  if (near.kind !== "finite") return near.negative ? -Infinity : Infinity;
  // In two steps, as 2 ** exponent alone may be too small for a number.
  const half = Math.trunc(near.exponent / 2);
  const size = Number(near.mantissa) * 2 ** half * 2 ** (near.exponent - half);
  return near.negative ? -size : size;
}
