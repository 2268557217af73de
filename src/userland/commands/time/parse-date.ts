import { Refusal } from "../../kernel/refusal.ts";
import { daysTo, weekday } from "./calendar.ts";
import { dateItems } from "./date-items.ts";
import type { DateItems } from "./date-said.ts";
import { dateTokens } from "./date-tokens.ts";
import { agrees } from "./stamp.ts";
import { instantOf, localTime, type Zone } from "./zone.ts";

const billion = 1_000_000_000n;

/**
 * A date in words, "2024-05-01 12:00 +2 days", in nanoseconds since 1970, as gnulib's
 * parse_datetime has it; undefined where it is none. What it leaves out is taken from `now`.
 */
export function parseDate(text: string, now: bigint, zone: Zone): bigint | undefined {
  const trimmed = text.replace(/^[ \t\n\v\f\r]+/, "");
  if (trimmed.startsWith('TZ="')) throw new Refusal('TZ="…"', "within a date is not emulated", "set the variable TZ");
  if (trimmed.startsWith("@")) return secondsSince(trimmed.slice(1));
  const { name } = zone(Number(now / billion));
  const tokens = dateTokens(trimmed === "" ? "0" : trimmed, (word) => localWord(word, name, zone, now));
  const items = tokens === undefined ? undefined : dateItems(tokens);
  return items === undefined ? undefined : instant(items, now, zone);
}

/** Names of the local zone say no more than that it is the local one, unless it has a summer time. */
function localWord(word: string, name: string, zone: Zone, now: bigint) {
  const written = word.toUpperCase();
  if (["UTC", "GMT", "UT"].includes(written)) return undefined;
  const names = [0, 1, 2, 3].map((quarter) => zone(Number(now / billion) + quarter * 90 * 86_400).name.toUpperCase());
  if (!names.includes(written)) return undefined;
  throw new Refusal(word, `as a name of the local zone ${name} is not emulated`, "write its offset, as in +0100");
}

function secondsSince(text: string): bigint | undefined {
  const tokens = dateTokens(text, () => undefined);
  const number = tokens?.length === 1 ? tokens[0] : undefined;
  return number?.kind === "number" ? BigInt(number.value) * billion + BigInt(number.fraction ?? 0) : undefined;
}

function hourOf(hour: number, meridian: DateItems["meridian"]): number | undefined {
  if (meridian === undefined) return hour >= 0 && hour < 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (meridian === "pm" ? 12 : 0);
}

function yearOf({ value, digits }: { readonly value: number; readonly digits: number }): number {
  return value >= 0 && digits === 2 ? value + (value < 69 ? 2000 : 1900) : Math.abs(value);
}

function instant(items: DateItems, now: bigint, zone: Zone): bigint | undefined {
  const { seen, relative, relatives } = items;
  if (seen.times > 1 || seen.dates > 1 || seen.days > 1 || seen.zones > 1) return undefined;
  const current = localTime(zone, now);
  const keepsTime = seen.times > 0 || (relatives && seen.dates === 0 && seen.days === 0);
  const time = keepsTime ? (items.time ?? current) : { hour: 0, minute: 0, second: 0, nanosecond: 0 };
  const hour = hourOf(time.hour, items.meridian);
  if (hour === undefined) return undefined;
  const wall = {
    year: items.year === undefined ? current.year : yearOf(items.year),
    month: items.month ?? current.month,
    day: items.day ?? current.day,
    hour,
    minute: time.minute,
    second: time.second,
  };
  // A wall time in another zone need not be one here.
  const start = items.zone === undefined ? zone : () => ({ seconds: items.zone!, name: "", summer: false });
  if (!agrees(localTime(start, BigInt(instantOf(start, wall)) * billion), wall)) return undefined;
  const day = wall.day + weekdayShift(items, wall) + relative.day;
  const moved = { ...wall, year: wall.year + relative.year, month: wall.month + relative.month, day };
  const isSame = seen.days === 0 && relative.year === 0 && relative.month === 0 && relative.day === 0;
  const untouched = isSame && seen.times + seen.dates === 0 && items.zone === undefined;
  const seconds = untouched && keepsTime ? Math.floor(Number(now / billion)) : instantOf(start, moved);
  const exact =
    BigInt(seconds) + BigInt(relative.hour) * 3600n + BigInt(relative.minute) * 60n + BigInt(relative.second);
  return exact * billion + BigInt(time.nanosecond) + BigInt(relative.nanosecond);
}

/** Days until the weekday that was named: the next one, or today; an ordinal counts on from there. */
function weekdayShift(
  { weekday: wanted, seen }: DateItems,
  { year, month, day }: { year: number; month: number; day: number },
): number {
  if (wanted === undefined || seen.dates > 0) return 0;
  const today = weekday(daysTo(year, month, day));
  const weeks = wanted.ordinal - (wanted.ordinal > 0 && today !== wanted.day ? 1 : 0);
  return ((wanted.day - today + 7) % 7) + weeks * 7;
}
