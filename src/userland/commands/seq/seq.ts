import { longDouble } from "../c-format/long-double.ts";
import { type Conversion } from "../c-format/conversion.ts";
import { formatReal } from "../c-format/format-real.ts";
import type { Real, RealFormat } from "../c-format/real.ts";
import { Misuse, type Word } from "../options.ts";
import { standardOptions } from "../standard-options.ts";
import { buffered, type Stdio } from "../stdio.ts";
import { tool } from "../tool.ts";
import { givenFormat } from "./format.ts";
import { type Operand, parseOperand } from "./operand.ts";
import { printIntegers, printReals } from "./print.ts";

/** seq(1), GNU coreutils: src/seq.c. */
export const seq = tool({
  options: {
    equalWidth: { short: "w", long: "equal-width" },
    format: { short: "f", long: "format", value: "required" },
    separator: { short: "s", long: "separator", value: "required" },
    ...standardOptions,
  },
  order: "in-order",
  rewrite,
  run: buffered(async (io, { has, value, operands }) => {
    if (operands.length === 0) throw new Misuse("missing operand");
    if (operands.length > 3) throw new Misuse(`extra operand ${io.quote(operands[3]!)}`);
    const real = longDouble(io.proc.machine.platform);
    const written = value("format");
    const format = written === undefined ? undefined : await givenFormat(io, written, real);
    const equal = has("equalWidth");
    if (format !== undefined && equal)
      throw new Misuse("format string may not be specified when printing equal width strings");
    const separator = value("separator") ?? "\n";
    const range = rangeOf(io, operands, real);
    const plain = !equal && format === undefined && separator.length === 1;
    if (plain && (await printIntegers(io, range, separator, operands))) return 0;
    const show = format ?? defaultFormat(range, equal, real);
    await printReals(io, range, separator, show, real);
    return 0;
  }),
});

export interface Range {
  readonly first: Operand;
  readonly step: Operand;
  readonly last: Operand;
}

function rangeOf(io: Stdio, operands: readonly string[], format: RealFormat): Range {
  const one: Operand = {
    value: { kind: "finite", negative: false, mantissa: 1n, exponent: 0 },
    width: 1,
    precision: 0,
  };
  const numbers = operands.map((text) => parseOperand(io, text, format));
  const [first, step, last] =
    numbers.length === 1
      ? [one, one, numbers[0]!]
      : numbers.length === 2
        ? [numbers[0]!, one, numbers[1]!]
        : (numbers as [Operand, Operand, Operand]);
  if (step.value.kind === "finite" && step.value.mantissa === 0n)
    throw new Misuse(`invalid Zero increment value: ${io.quote(operands[1]!)}`);
  return { first, step, last };
}

/** As many digits after the point as the operands have; %g where one is in a form that does not tell. */
function defaultFormat({ first, step, last }: Range, equal: boolean, real: RealFormat) {
  const precision = Math.max(first.precision, step.precision);
  if (precision === Infinity || last.precision === Infinity) return plainFormat({}, "g", real);
  if (!equal) return plainFormat({ precision }, "f", real);
  let firstWidth = first.width + (precision - first.precision);
  let lastWidth = last.width + (precision - last.precision);
  if (last.precision > 0 && precision === 0) lastWidth--;
  if (last.precision === 0 && precision > 0) lastWidth++;
  if (first.precision === 0 && precision > 0) firstWidth++;
  return plainFormat({ zero: true, precision, width: Math.max(firstWidth, lastWidth) }, "f", real);
}

const plainFormat = (conversion: Conversion, letter: string, real: RealFormat) => ({
  prefix: "",
  suffix: "",
  show: (value: Real) => formatReal(conversion, letter, value, real),
});

/** A negative number is no option. */
function rewrite(words: readonly Word[]): readonly Word[] {
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || !word.startsWith("-") || word === "--" || word === "-") return words;
    if (/^-[.\d]/.test(word)) return [...words.slice(0, at), "--", ...words.slice(at)];
    if (/^-w*[fs]$|^--(?:s[a-z]*|f[a-z]*)$/.test(word)) at++;
  }
  return words;
}
