import { nearest, type Real, type RealFormat } from "./real.ts";

type Finite = Extract<Real, { kind: "finite" }>;

/** An exact sum or product of reals, before it is rounded. */
const signed = ({ negative, mantissa }: Finite): bigint => (negative ? -mantissa : mantissa);

function rounded(value: bigint, exponent: number, format: RealFormat): Real {
  const size = value < 0n ? -value : value;
  const [top, bottom] = exponent < 0 ? [size, 1n << BigInt(-exponent)] : [size << BigInt(exponent), 1n];
  return nearest(top, bottom, value < 0n, format).real;
}

/** a × b of a format. */
export const product = (a: Finite, b: Finite, format: RealFormat): Real =>
  rounded(signed(a) * signed(b), a.exponent + b.exponent, format);

/** a + b of a format. */
export function sum(a: Finite, b: Finite, format: RealFormat): Real {
  const exponent = Math.min(a.exponent, b.exponent);
  const value = (signed(a) << BigInt(a.exponent - exponent)) + (signed(b) << BigInt(b.exponent - exponent));
  return rounded(value, exponent, format);
}

/** Less than 0, 0 or more, as a is less than b, equal or more. Neither is a NaN. */
export function compareReals(a: Real, b: Real): number {
  const [x, y] = [rank(a), rank(b)];
  if (x !== 0 || y !== 0) return x - y;
  const [m, n] = [a as Finite, b as Finite];
  const exponent = Math.min(m.exponent, n.exponent);
  const difference = (signed(m) << BigInt(m.exponent - exponent)) - (signed(n) << BigInt(n.exponent - exponent));
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const rank = ({ kind, negative }: Real): number => (kind === "finite" ? 0 : negative ? -1 : 1);
