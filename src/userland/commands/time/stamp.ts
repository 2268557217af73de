import { type LocalTime, instantOf, localTime, type Zone } from "./zone.ts";

const form = /^(\d\d)?(\d\d)?(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/;

/** "[[CC]YY]MMDDhhmm[.ss]" as POSIX's touch -t has it, in nanoseconds since 1970; undefined for anything else. */
export function parseStamp(text: string, now: bigint, zone: Zone): bigint | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, first, second, month, day, hour, minute, seconds = "0"] = match;
  const year = yearOf(first, second) ?? localTime(zone, now).year;
  const wall = { year, month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute) };
  const leap = Number(seconds) === 60 ? 1 : 0;
  const second60 = Number(seconds) - leap;
  const found = instantOf(zone, { ...wall, second: second60 });
  const local = localTime(zone, BigInt(found) * 1_000_000_000n);
  return agrees(local, { ...wall, second: second60 }) ? BigInt(found + leap) * 1_000_000_000n : undefined;
}

function yearOf(first: string | undefined, second: string | undefined): number | undefined {
  if (first === undefined) return undefined;
  if (second !== undefined) return Number(first) * 100 + Number(second);
  return Number(first) + (Number(first) <= 68 ? 2000 : 1900);
}

const fields = ["year", "month", "day", "hour", "minute", "second"] as const;

/** Whether a wall time is one: no 31st of June, no hour that a change of clocks leaves out. */
export const agrees = (local: LocalTime, wall: Readonly<Record<(typeof fields)[number], number>>): boolean =>
  fields.every((field) => local[field] === wall[field]);
