import { Refusal } from "../../kernel/refusal.ts";

/** What stands between "%" and the letter. */
export interface Conversion {
  readonly left?: boolean;
  readonly plus?: boolean;
  readonly space?: boolean;
  readonly alternate?: boolean;
  readonly zero?: boolean;
  readonly width?: number;
  readonly precision?: number | undefined;
}

const widest = 16 * 1024 * 1024;

/** Refuses what a C library would need a gigabyte for. */
export function checkSize({ width = 0, precision = 0 }: Conversion): void {
  if (width > widest || precision > widest)
    throw new Refusal(`%${Math.max(width, precision)}`, "so wide a field is not emulated");
}

/** Sign, digits and prefix brought to the width. */
export function pad(conversion: Conversion, prefix: string, body: string, zeros: boolean): string {
  checkSize(conversion);
  const { width = 0, left } = conversion;
  if (left) return (prefix + body).padEnd(width);
  return zeros ? prefix + body.padStart(width - prefix.length, "0") : (prefix + body).padStart(width);
}

export function signOf(negative: boolean, { plus, space }: Conversion): string {
  if (negative) return "-";
  if (plus) return "+";
  return space ? " " : "";
}

/** %s: of the text, its first bytes. */
export const formatText = (conversion: Conversion, text: string): string =>
  pad(conversion, "", text.slice(0, conversion.precision), false);

/** %d, %i, %u, %o, %x and %X; unsigned ones are given as they are meant. */
export function formatInteger(conversion: Conversion, letter: string, value: bigint): string {
  checkSize(conversion);
  const { precision, zero, alternate } = conversion;
  const negative = value < 0n;
  const base = letter === "o" ? 8 : letter === "x" || letter === "X" ? 16 : 10;
  const shown = value === 0n && precision === 0 ? "" : (negative ? -value : value).toString(base);
  let digits = shown.padStart(precision ?? 1, "0");
  if (value === 0n && precision === 0) digits = "";
  if (letter === "o" && alternate && !digits.startsWith("0")) digits = `0${digits}`;
  const sign = letter === "d" || letter === "i" ? signOf(negative, conversion) : "";
  const prefix = base === 16 && alternate && value !== 0n ? "0x" : sign;
  const result = pad(conversion, prefix, digits, zero === true && precision === undefined);
  return letter === "X" ? result.toUpperCase() : result;
}
