/** A number as `sort -n` sees it, of any length. */
export interface Numeric {
  /** Exact where the digits fit a number. */
  readonly value: number | undefined;
  readonly negative: boolean;
  /** Without zeros in front. */
  readonly whole: string;
  /** Without zeros at the end. */
  readonly fraction: string;
}

const pattern = /^[ \t\n]*(-?)0*(\d*)(?:\.(\d*))?/;

export function numericOf(text: string): Numeric {
  const [, sign, whole = "", digits = ""] = pattern.exec(text)!;
  const fraction = digits.replace(/0+$/, "");
  const negative = sign === "-" && whole + fraction !== "";
  const value = fraction === "" && whole.length <= 15 ? (negative ? -Number(whole) : Number(whole)) : undefined;
  return { value, negative, whole, fraction };
}

export function compareNumeric(a: Numeric, b: Numeric): number {
  if (a.value !== undefined && b.value !== undefined) return a.value - b.value;
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const size = compareSizes(a, b);
  return a.negative ? -size : size;
}

function compareSizes(a: Numeric, b: Numeric): number {
  if (a.whole.length !== b.whole.length) return a.whole.length - b.whole.length;
  if (a.whole !== b.whole) return a.whole < b.whole ? -1 : 1;
  return a.fraction === b.fraction ? 0 : a.fraction < b.fraction ? -1 : 1;
}

const units = "KMGTPEZY";

/** The power of the unit behind a number, with its sign; 0 for zero. */
export function unitOrder(text: string): number {
  const [, sign, number, rest] = /^[ \t\n]*(-?)(\d*(?:\.\d*)?)(.?)/s.exec(text)!;
  if (!/[1-9]/.test(number!)) return 0;
  const order = rest === "k" ? 1 : rest === "" ? 0 : units.indexOf(rest!) + 1;
  return sign === "-" ? -order : order;
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/** 1 to 12 by the first three letters, 0 for no month. */
export const monthOf = (text: string): number =>
  months.indexOf(
    text
      .replace(/^[ \t\n]+/, "")
      .slice(0, 3)
      .toUpperCase(),
  ) + 1;
