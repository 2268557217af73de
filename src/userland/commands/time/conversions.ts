import { daysTo, isLeap, weekday } from "./calendar.ts";
import type { LocalTime } from "./zone.ts";

/** What a conversion of strftime stands for, before flags and width are applied. */
export type Field =
  /** `change` is what # does to its letters; "none" lets ^ do nothing either. */
  | { readonly kind: "text"; readonly text: string; readonly change?: "upper" | "lower" | "none" }
  | { readonly kind: "number"; readonly value: number; readonly digits: number; readonly pad?: string }
  /** A year or a century: takes a + that says it has more digits than usual, and the padding of what it is part of. */
  | { readonly kind: "year"; readonly value: number; readonly negative: boolean; readonly digits: number }
  | { readonly kind: "offset"; readonly negative: boolean; readonly text: string; readonly digits: number }
  | { readonly kind: "nanoseconds"; readonly value: number }
  | { readonly kind: "format"; readonly format: string; readonly date?: boolean };

interface Conversion {
  /** The modifiers with which it is no conversion. */
  readonly not: string;
  of(time: LocalTime): Field;
}

const months = "January February March April May June July August September October November December".split(" ");
const weekdays = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

const dayOfWeek = ({ year, month, day }: LocalTime): number => weekday(daysTo(year, month, day));
const dayOfYear = ({ year, month, day }: LocalTime): number => daysTo(year, month, day) - daysTo(year, 1, 1);
const twelve = (hour: number): number => (hour % 12 === 0 ? 12 : hour % 12);

/** Days from the Monday of the first ISO week of a year to a day of it; negative before that. */
const isoDays = (ofYear: number, ofWeek: number): number => ofYear - ((ofYear - ofWeek + 4 + 378) % 7) + 4 - 1;

function isoWeek(time: LocalTime): { year: number; week: number } {
  const ofYear = dayOfYear(time);
  const ofWeek = dayOfWeek(time);
  const lengthOf = (year: number): number => (isLeap(year) ? 366 : 365);
  const days = isoDays(ofYear, ofWeek);
  if (days < 0)
    return { year: time.year - 1, week: Math.floor(isoDays(ofYear + lengthOf(time.year - 1), ofWeek) / 7) + 1 };
  const next = isoDays(ofYear - lengthOf(time.year), ofWeek);
  return next >= 0
    ? { year: time.year + 1, week: Math.floor(next / 7) + 1 }
    : { year: time.year, week: Math.floor(days / 7) + 1 };
}

/** The last two digits of a year; of one before our era, of its absolute value. */
const ofCentury = (year: number): number => (year < 0 ? -year % 100 : year % 100);

const text = (
  of: (time: LocalTime) => string,
  change: "upper" | "lower" | "none" = "upper",
  not = "E",
): Conversion => ({
  not,
  of: (time) => ({ kind: "text", text: of(time), change }),
});
const number = (digits: number, of: (time: LocalTime) => number, pad?: string, not = "E"): Conversion => ({
  not,
  of: (time) => ({ kind: "number", value: of(time), digits, ...(pad === undefined ? {} : { pad }) }),
});
const year = (digits: number, not: string, of: (time: LocalTime) => number, signed = true): Conversion => ({
  not,
  of: (time) => {
    const value = of(time);
    return { kind: "year", value: Math.abs(value), negative: signed && (value < 0 || Object.is(value, -0)), digits };
  },
});
const format = (format: string, not = "", date = false): Conversion => ({
  not,
  of: () => ({ kind: "format", format, date }),
});

/** Hours, minutes and seconds east of Greenwich, as %z, %:z, %::z and %:::z have them: at least the last digit of the hours. */
function offset(colons: number): Conversion {
  const two = (value: number): string => String(value).padStart(2, "0");
  return {
    not: "",
    of: ({ offset: { seconds, name } }) => {
      const all = Math.abs(seconds);
      const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60] as const;
      const parts = colons === 2 || (colons === 3 && s !== 0) ? 3 : colons === 3 && m === 0 ? 1 : 2;
      const text = colons === 0 ? String(h * 100 + m) : [String(h), two(m), two(s)].slice(0, parts).join(":");
      const digits = colons === 0 ? 5 : parts * 3;
      return { kind: "offset", negative: seconds < 0 || (seconds === 0 && name.startsWith("-")), text, digits };
    },
  };
}

/** By the letter after the %. Sources: gnulib's lib/nstrftime.c and glibc's C locale. */
export const conversions: Readonly<Record<string, Conversion>> = {
  a: text((time) => weekdays[dayOfWeek(time)]!.slice(0, 3), "upper", "EO"),
  A: text((time) => weekdays[dayOfWeek(time)]!, "upper", "EO"),
  b: text(({ month }) => months[month - 1]!.slice(0, 3)),
  h: text(({ month }) => months[month - 1]!.slice(0, 3)),
  B: text(({ month }) => months[month - 1]!),
  c: format("%a %b %e %H:%M:%S %Y", "O"),
  C: year(2, "", ({ year }) => (year < 0 ? -Math.floor(-year / 100) : Math.floor(year / 100))),
  d: number(2, ({ day }) => day),
  D: format("%m/%d/%y", "EO"),
  e: number(2, ({ day }) => day, "_"),
  F: format("%Y-%m-%d", "EO", true),
  g: year(2, "E", (time) => ofCentury(isoWeek(time).year), false),
  G: year(4, "E", (time) => isoWeek(time).year),
  H: number(2, ({ hour }) => hour),
  I: number(2, ({ hour }) => twelve(hour)),
  j: number(3, (time) => dayOfYear(time) + 1),
  k: number(2, ({ hour }) => hour, "_"),
  l: number(2, ({ hour }) => twelve(hour), "_"),
  m: number(2, ({ month }) => month),
  M: number(2, ({ minute }) => minute),
  n: text(() => "\n", "upper", ""),
  N: { not: "E", of: ({ nanosecond }) => ({ kind: "nanoseconds", value: nanosecond }) },
  p: text(({ hour }) => (hour > 11 ? "PM" : "AM"), "lower", ""),
  P: text(({ hour }) => (hour > 11 ? "pm" : "am"), "none", ""),
  q: number(1, ({ month }) => Math.floor((month - 1) / 3) + 1, undefined, ""),
  r: format("%I:%M:%S %p"),
  R: format("%H:%M"),
  s: number(1, ({ seconds }) => seconds, undefined, ""),
  S: number(2, ({ second }) => second),
  t: text(() => "\t", "upper", ""),
  T: format("%H:%M:%S"),
  u: number(1, (time) => ((dayOfWeek(time) + 6) % 7) + 1, undefined, ""),
  U: number(2, (time) => Math.floor((dayOfYear(time) - dayOfWeek(time) + 7) / 7)),
  V: number(2, (time) => isoWeek(time).week),
  w: number(1, dayOfWeek),
  W: number(2, (time) => Math.floor((dayOfYear(time) - ((dayOfWeek(time) + 6) % 7) + 7) / 7)),
  x: format("%m/%d/%y", "O"),
  X: format("%H:%M:%S", "O"),
  y: year(2, "", ({ year }) => ofCentury(year), false),
  Y: year(4, "O", ({ year }) => year),
  z: offset(0),
  ":z": offset(1),
  "::z": offset(2),
  ":::z": offset(3),
  Z: text(({ offset }) => offset.name, "lower", ""),
};
