import { Refusal } from "../../kernel/refusal.ts";
import { conversions, type Field } from "./conversions.ts";
import type { LocalTime } from "./zone.ts";

/** What a format that is part of another (%F is %Y-%m-%d) takes from it; the width is that of its first conversion. */
interface Outer {
  readonly yearPad: string;
  readonly upper: boolean;
  readonly width: number;
}

interface Style extends Outer {
  readonly pad: string;
  readonly change: boolean;
}

const maxWidth = 65_536;
const bare: Style = { yearPad: "", upper: false, width: -1, pad: "", change: false };

/**
 * GNU's strftime (gnulib's lib/nstrftime.c) with %N, flags, widths and modifiers. `locale` is that
 * of LC_TIME; what it may say in other words than the C locale is refused.
 */
export const strftime = (format: string, time: LocalTime, locale = "C"): string =>
  write(format, time, locale, { yearPad: "", upper: false, width: -1 });

function write(format: string, time: LocalTime, locale: string, outer: Outer): string {
  let result = "";
  let { width } = outer;
  for (let at = 0; at < format.length; width = -1) {
    const percent = format.indexOf("%", at);
    if (percent === at) {
      const { text, end } = conversion(format, at, time, locale, { ...outer, width });
      result += text;
      at = end;
    } else {
      const end = percent < 0 ? format.length : percent;
      result += format.slice(at, end);
      at = end;
    }
  }
  return result;
}

const spec = /%([-_+0^#]*)(\d*)([EO]?)(:+z|[^%]?)/y;

function conversion(format: string, at: number, time: LocalTime, locale: string, outer: Outer) {
  if (format[at + 1] === "%") return { text: padded("%", { ...bare, width: outer.width }), end: at + 2 };
  spec.lastIndex = at;
  const [all, flags = "", digits = "", modifier = "", letter = ""] = spec.exec(format)!;
  const style: Style = {
    ...outer,
    pad: flags.replaceAll(/[\^#]/g, "").at(-1) ?? "",
    upper: outer.upper || flags.includes("^"),
    width: digits === "" ? outer.width : Number(digits),
    change: flags.includes("#"),
  };
  if (style.width > maxWidth) throw new Refusal(all, `a width above ${maxWidth} is not emulated`);
  const found = conversions[letter];
  const known = found !== undefined && (modifier === "" || !found.not.includes(modifier));
  // What is no conversion stands for itself.
  const text = known ? convert(letter, modifier, found.of(time), style, time, locale) : padded(all, style);
  return { text: style.upper && !known ? text.toUpperCase() : text, end: at + all.length };
}

function convert(
  letter: string,
  modifier: string,
  field: Field,
  style: Style,
  time: LocalTime,
  locale: string,
): string {
  checkLocale(letter, locale);
  const counts = field.kind === "number" || field.kind === "year" || field.kind === "offset";
  const foreign =
    "cxXr".includes(letter) ||
    (modifier === "E" && "CYy".includes(letter)) ||
    (modifier === "O" && counts && letter !== "s");
  if (!foreign) return render(field, style, time, locale);
  if (time.year < 0) throw new Refusal(`%${letter}`, "of a year before our era is not emulated");
  // The C library writes these, without flags, and what it wrote is padded as text; it has no %q.
  const text = padded(letter === "q" ? "%Oq" : render(field, bare, time, locale), style);
  return style.upper ? text.toUpperCase() : text;
}

function render(field: Field, style: Style, time: LocalTime, locale: string): string {
  const { pad, width } = style;
  switch (field.kind) {
    case "text":
      return field.change === "none"
        ? padded(field.text, style)
        : cased(padded(field.text, style), style, field.change);
    case "number":
      return signed(
        String(Math.abs(field.value)),
        field.value < 0 ? "-" : "",
        width < 0 ? field.digits : width,
        pad || (field.pad ?? "0"),
      );
    case "year": {
      const padding = pad || style.yearPad;
      const long = field.value > (field.digits === 2 ? 99 : 9999) || field.digits < width;
      const sign = field.negative ? "-" : padding === "+" && long ? "+" : "";
      return signed(String(field.value), sign, width < 0 ? field.digits : width, padding || "0");
    }
    case "offset":
      return signed(field.text, field.negative ? "-" : "+", width < 0 ? field.digits : width, pad || "0");
    case "nanoseconds":
      return fraction(field.value, style);
    case "format": {
      const inner = field.date === true ? dateStyle(style) : { yearPad: pad, width: -1 };
      return padded(write(field.format, time, locale, { ...inner, upper: style.upper }), style);
    }
  }
}

const dateStyle = ({ pad, width }: Style) =>
  pad === "" && width < 0 ? { yearPad: "+", width: 4 } : { yearPad: pad, width: Math.max(0, width - 6) };

function padded(text: string, { pad, width }: Style): string {
  return pad === "-" ? text : text.padStart(width, pad === "0" || pad === "+" ? "0" : " ");
}

function cased(text: string, { upper, change }: Style, by: "upper" | "lower" | undefined): string {
  if (change && by === "lower") return text.toLowerCase();
  return upper || (change && by === "upper") ? text.toUpperCase() : text;
}

function signed(digits: string, sign: string, width: number, pad: string): string {
  if (pad === "_") return (sign + digits).padStart(width, " ");
  return sign + (pad === "-" ? digits : digits.padStart(width - sign.length, "0"));
}

/** Its width is its precision; trailing zeros are padding too. */
function fraction(nanoseconds: number, { pad, width }: Style): string {
  const wanted = width <= 0 ? 9 : width;
  const digits = String(nanoseconds).padStart(9, "0").slice(0, wanted);
  const shortest = digits.replace(/(?<=.)0+$/, "");
  return pad === "-" ? shortest : shortest.padEnd(wanted, pad === "_" ? " " : "0");
}

/** Names of days and months are English in every English locale; orders of fields are not alike in any two. */
function checkLocale(letter: string, locale: string): void {
  const isC = /^(?:C|POSIX)(?:\.|$)/.test(locale);
  if (isC || !"aAbBhpPcxXr".includes(letter) || letter === "") return;
  if (locale.startsWith("en_") && !"cxXr".includes(letter)) return;
  throw new Refusal(`%${letter}`, `in the locale ${locale} is not emulated`, "set LC_ALL=C");
}
