import { parseReal } from "../c-format/parse-real.ts";
import type { Real, RealFormat } from "../c-format/real.ts";
import { Misuse } from "../options.ts";
import type { Stdio } from "../stdio.ts";

export interface Operand {
  readonly value: Real;
  /** Characters of it as it will be printed. */
  readonly width: number;
  /** Digits after the point; Infinity where the form does not tell. */
  readonly precision: number;
}

/** scan_arg of src/seq.c. */
export function parseOperand(io: Stdio, text: string, format: RealFormat): Operand {
  const { real: value, length, range } = parseReal(text, format);
  if (length === 0 || length < text.length || (range && value.kind === "infinity"))
    throw new Misuse(`invalid floating point argument: ${io.quote(text)}`);
  if (value.kind === "nan") throw new Misuse(`invalid ${io.quote("not-a-number")} argument: ${io.quote(text)}`);
  const bare = text.replace(/^[ \t\n\v\f\r+]*/, "");
  const integer = !bare.includes(".") && !bare.includes("p");
  if (/[xX]/.test(bare) || value.kind !== "finite") return { value, width: 0, precision: integer ? 0 : Infinity };
  return { value, ...sizeOf(bare) };
}

function sizeOf(text: string): { readonly width: number; readonly precision: number } {
  const point = text.indexOf(".");
  const fraction = point < 0 ? 0 : /^[^eE]*/.exec(text.slice(point + 1))![0].length;
  let precision = fraction;
  let width = text.length;
  if (point >= 0) width += fraction === 0 ? -1 : Number(point === 0 || !/\d/.test(text[point - 1]!));
  const e = text.search(/[eE]/);
  if (e < 0) return { width, precision };
  const exponent = Number(text.slice(e + 1));
  precision += exponent < 0 ? -exponent : -Math.min(precision, exponent);
  width -= text.length - e;
  if (exponent < 0) {
    if (point < 0 || e === point + 1) width++;
    return { width: width - exponent, precision };
  }
  if (point >= 0 && precision === 0 && fraction > 0) width--;
  return { width: width + exponent - Math.min(fraction, exponent), precision };
}
