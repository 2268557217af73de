import type { Process } from "../../kernel/process.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { longOf } from "../c-numbers.ts";

const day = 86_400;

/** Today as /etc/shadow counts: by SOURCE_DATE_EPOCH where that is set and past (shadow: libmisc/gettime.c); -1 on day 0. */
export async function today(proc: Process): Promise<number> {
  const days = Math.floor((await secondsNow(proc)) / day);
  return days === 0 ? -1 : days;
}

async function secondsNow(proc: Process): Promise<number> {
  const now = Number(proc.machine.now() / 1_000_000_000n);
  const given = proc.env.get("SOURCE_DATE_EPOCH");
  if (given === undefined) return now;
  const [, digits, rest] = /^[ \t\n\v\f\r]*\+?(\d+)(.*)$/s.exec(given) ?? [];
  const complain = async (problem: string): Promise<number> => {
    await proc.err(`Environment variable $SOURCE_DATE_EPOCH: ${problem}\n`);
    return now;
  };
  if (digits === undefined) {
    if (/^[ \t\n\v\f\r]*-\d/.test(given)) throw new Refusal("SOURCE_DATE_EPOCH", "is negative");
    return complain(`No digits were found: ${given}`);
  }
  if (BigInt(digits) >= 2n ** 64n) return complain("strtoull: Numerical result out of range");
  if (rest !== "") return complain(`Trailing garbage: ${rest}`);
  if (Number(digits) <= now) return Number(digits);
  return complain(`value must be smaller than or equal to the current time (${now}) but was found to be: ${digits}`);
}

/**
 * A date as days since 1970 (shadow: libmisc/strtoday.c): a number, or YYYY-MM-DD; "" is -1; undefined
 * where the tools call it invalid. Every other form that GNU's getdate knows is refused.
 */
export function daysOf(text: string): number | undefined {
  if (text === "") return -1;
  if (/^-? *\d*$/.test(text)) return longOf(text);
  const [, year, month, date] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  const time = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  if (year === undefined || time.getUTCDate() !== Number(date) || Number(year) < 1970)
    throw new Refusal(text, "is not a date of the form 2026-12-31");
  return time.getTime() / (day * 1000);
}

/** YYYY-MM-DD; "never" before 1970 (shadow: libmisc/date_to_str.c). */
export const dateOf = (days: number): string => (days < 0 ? "never" : atDay(days).toISOString().slice(0, 10));

/** strftime(3) of "%b %d, %Y" in the POSIX locale. */
export function longDateOf(days: number): string {
  const [, date, month, year] = atDay(days).toUTCString().split(" ");
  return `${month} ${date}, ${year}`;
}

const atDay = (days: number): Date => new Date(days * day * 1000);
