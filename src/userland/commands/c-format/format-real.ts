import { type Conversion, checkSize, pad, signOf } from "./conversion.ts";
import { bitLength, type Real, type RealFormat, roundedQuotient } from "./real.ts";

type Finite = Extract<Real, { kind: "finite" }>;

/** %e, %f, %g, %a and these in capitals, exactly as glibc writes them. */
export function formatReal(conversion: Conversion, letter: string, real: Real, format: RealFormat): string {
  checkSize(conversion);
  const sign = signOf(real.negative, conversion);
  const capital = letter !== letter.toLowerCase();
  const result =
    real.kind === "finite"
      ? finite(conversion, letter.toLowerCase(), real, format, sign)
      : pad(conversion, sign, real.kind === "infinity" ? "inf" : "nan", false);
  return capital ? result.toUpperCase() : result;
}

function finite(conversion: Conversion, letter: string, real: Finite, format: RealFormat, sign: string): string {
  const { precision, alternate = false, zero = false } = conversion;
  if (letter === "a") return pad(conversion, `${sign}0x`, hexadecimal(real, format, precision, alternate), zero);
  const digits = precision ?? 6;
  if (letter === "f") return pad(conversion, sign, fixed(real, digits, alternate), zero);
  if (letter === "e") return pad(conversion, sign, scientific(real, digits, alternate), zero);
  return pad(conversion, sign, general(real, digits === 0 ? 1 : digits, alternate), zero);
}

/** Value × 10 ** scale, to the nearest integer. */
function scaled({ mantissa, exponent }: Finite, scale: number): bigint {
  const top = mantissa * (scale > 0 ? 10n ** BigInt(scale) : 1n);
  const bottom = scale < 0 ? 10n ** BigInt(-scale) : 1n;
  return exponent < 0
    ? roundedQuotient(top, bottom << BigInt(-exponent))
    : roundedQuotient(top << BigInt(exponent), bottom);
}

const withPoint = (whole: string, fraction: string, point: boolean): string =>
  fraction === "" && !point ? whole : `${whole}.${fraction}`;

/** Digits beyond which a number of this exponent has only zeros. */
const lastDigit = ({ exponent }: Finite): number => Math.max(0, -exponent);

function fixed(real: Finite, precision: number, point: boolean): string {
  const exact = Math.min(precision, lastDigit(real));
  const digits = scaled(real, exact)
    .toString()
    .padStart(exact + 1, "0");
  const fraction = digits.slice(digits.length - exact).padEnd(precision, "0");
  return withPoint(digits.slice(0, digits.length - exact), exact === 0 ? "0".repeat(precision) : fraction, point);
}

/** The digits, one before the point, and the power of ten. */
function decimalOf(real: Finite, precision: number): { readonly digits: string; readonly power: number } {
  if (real.mantissa === 0n) return { digits: "0".repeat(precision + 1), power: 0 };
  let power = Math.floor((bitLength(real.mantissa) - 1 + real.exponent) * Math.log10(2));
  // The guess is at most one too small, and rounding may add a digit.
  for (;;) {
    const kept = Math.min(precision, lastDigit(real) + Math.max(power, 0));
    const digits = scaled(real, kept - power).toString();
    if (digits.length === kept + 1) return { digits: digits.padEnd(precision + 1, "0"), power };
    power += digits.length > kept + 1 ? 1 : -1;
  }
}

function scientific(real: Finite, precision: number, point: boolean): string {
  const { digits, power } = decimalOf(real, precision);
  return withPoint(digits[0]!, digits.slice(1), point) + exponentOf(power);
}

const exponentOf = (power: number): string => `e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;

function general(real: Finite, precision: number, alternate: boolean): string {
  const { digits, power } = decimalOf(real, precision - 1);
  const trim = (text: string) => (alternate ? text : text.replace(/0+$/, ""));
  if (power < -4 || power >= precision)
    return withPoint(digits[0]!, trim(digits.slice(1)), alternate) + exponentOf(power);
  if (power < 0) return withPoint("0", trim("0".repeat(-power - 1) + digits), alternate);
  return withPoint(digits.slice(0, power + 1), trim(digits.slice(power + 1)), alternate);
}

/** The x87 format has no hidden bit, so its first digit is 8 to f; that of the others is 1. */
function hexadecimal(real: Finite, { bits, maxExponent }: RealFormat, precision: number | undefined, point: boolean) {
  const lead = bits === 64 ? 4 : 1;
  const places = Math.ceil((bits - lead) / 4);
  if (real.mantissa === 0n) return `${withPoint("0", "0".repeat(precision ?? 0), point)}p+0`;
  const least = 1 - maxExponent;
  const top = bitLength(real.mantissa) - 1 + real.exponent;
  const power = Math.max(top, least) - (lead - 1);
  const shift = real.exponent - power + places * 4;
  const value = shift < 0 ? real.mantissa >> BigInt(-shift) : real.mantissa << BigInt(shift);
  const kept = Math.min(precision ?? places, places);
  const rounded = roundedQuotient(value, 16n ** BigInt(places - kept));
  const digits = rounded.toString(16).padStart(kept + 1, "0");
  const whole = digits.slice(0, digits.length - kept);
  const fraction = digits.slice(digits.length - kept);
  const shown =
    precision === undefined ? fraction.replace(/0+$/, "") : (kept === 0 ? "" : fraction).padEnd(precision, "0");
  return carried(whole, kept === 0 && precision === undefined ? "" : shown, power, point);
}

/** A first digit that rounding made 10 begins a power higher. */
function carried(whole: string, fraction: string, power: number, point: boolean): string {
  const [digit, by] = whole === "10" ? ["1", 4] : [whole, 0];
  const exponent = power + by;
  return `${withPoint(digit, fraction, point)}p${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}
