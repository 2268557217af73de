import { formatInteger, formatText } from "../c-format/conversion.ts";
import { formatReal } from "../c-format/format-real.ts";
import { double, realOf } from "../c-format/real.ts";
import { Refusal } from "../../kernel/refusal.ts";

/** Text that came from outside and looks like a number: it is compared as one. */
export class NumericText {
  readonly text: string;
  readonly number: number;

  constructor(text: string, number: number) {
    this.text = text;
    this.number = number;
  }
}

/** What a variable holds; undefined was never set. */
export type Value = number | string | NumericText | undefined;

/** The number at the beginning of a text, as strtod(3) reads it; 0 where there is none. */
export function parseNumber(text: string): number {
  const found =
    /^[ \t\n\v\f\r]*([+-]?)(0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)/i.exec(text);
  if (found === null) return 0;
  const [, sign = "", digits = ""] = found;
  if (/^nan/i.test(digits)) return Number.NaN;
  const value = /^inf/i.test(digits) ? Infinity : Number(digits);
  return sign === "-" ? -value : value;
}

/** What a field or another text from outside is: check_strnum of mawk's cast.c. */
export function fromOutside(text: string): Value {
  if (!/^[ \t\n\v\f\r]*[0-9.+-]/.test(text)) return text;
  const trimmed = text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, "");
  if (!/^[+-]?(?:0[xX][0-9a-fA-F]*\d|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)$/.test(trimmed)) return text;
  return new NumericText(text, parseNumber(trimmed));
}

export const toNumber = (value: Value): number => {
  if (typeof value === "number") return value;
  if (value === undefined) return 0;
  return typeof value === "string" ? parseNumber(value) : value.number;
};

const largest = 2_147_483_647;

/** As text; numbers that are no integers of 32 bits by `format`, which is CONVFMT or OFMT. */
export function toText(value: Value, format: string): string {
  if (typeof value === "string") return value;
  if (value === undefined) return "";
  if (typeof value !== "number") return value.text;
  if (Number.isInteger(value) && Math.abs(value) <= largest) return String(value === 0 ? 0 : value);
  return formatNumbers(format, [value]);
}

export const isTrue = (value: Value): boolean => {
  if (typeof value === "number") return value !== 0;
  if (typeof value === "string") return value !== "";
  return value !== undefined && value.number !== 0;
};

/** Negative, zero or positive. Numbers as such where both are or look like ones. */
export function compare(left: Value, right: Value, format: string): number {
  if (typeof left === "string" || typeof right === "string") {
    const [a, b] = [toText(left, format), toText(right, format)];
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const [a, b] = [toNumber(left), toNumber(right)];
  return a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN;
}

/** A format that is at fault, in mawk's words. */
export class FormatFailure extends Error {}

const clamp = (value: number, low: number, high: number): bigint =>
  BigInt(Number.isNaN(value) ? low : Math.trunc(Math.min(high, Math.max(low, value))));

/** sprintf of mawk's print.c. `who`: for messages. */
export function format(text: string, values: readonly Value[], convfmt: string, who = "sprintf"): string {
  let used = 0;
  let number = 0;
  return text.replaceAll(
    /%([-+ #0']*)(\*|\d*)(\.(?:\*|\d*))?([lh]?)([^]?)/g,
    (whole, flags: string, width: string, precision: string | undefined, size: string, letter: string) => {
      number += 1;
      if (whole === "%%") return "%";
      const take = (): Value => {
        if (used >= values.length) throw new FormatFailure(`not enough arguments passed to ${who}("${text}")`);
        return values[used++];
      };
      const wide = width === "*" ? Math.trunc(toNumber(take())) : Number(width);
      const exact =
        precision === undefined
          ? undefined
          : precision === ".*"
            ? Math.trunc(toNumber(take()))
            : Number(precision.slice(1));
      const conversion = {
        left: flags.includes("-") || wide < 0,
        plus: flags.includes("+"),
        space: flags.includes(" "),
        alternate: flags.includes("#"),
        zero: flags.includes("0"),
        width: Math.abs(wide),
        precision: exact !== undefined && exact < 0 ? undefined : exact,
      };
      const value = take();
      if (flags.includes("'")) throw new Refusal(`%'${letter}`, "groups digits by the rules of a locale");
      const improper = new FormatFailure(`improper conversion(number ${number}) in ${who}("${text}")`);
      if (letter === "" || !"sdicouxXeEfgG".includes(letter) || (size !== "" && !"dioxXu".includes(letter)))
        throw improper;
      if (letter === "s") return formatText(conversion, toText(value, convfmt));
      if (letter === "c") return formatText(conversion, character(value));
      if (letter === "d" || letter === "i")
        return formatInteger(conversion, "d", clamp(toNumber(value), -largest, largest));
      if ("ouxX".includes(letter)) return formatInteger(conversion, letter, clamp(toNumber(value), 0, 4_294_967_295));
      return real(conversion, letter, toNumber(value));
    },
  );
}

const formatNumbers = (text: string, values: readonly number[]): string => format(text, values, "%.6g");

function real(conversion: Parameters<typeof formatReal>[0], letter: string, value: number): string {
  if (Number.isNaN(value)) throw new Refusal("nan", "is written with a sign that depends on the processor");
  return formatReal(conversion, letter, realOf(value), double);
}

function character(value: Value): string {
  if (typeof value === "string") return value.slice(0, 1) || "\0";
  return String.fromCharCode(Number(BigInt.asUintN(8, clamp(toNumber(value), -largest, largest))));
}
