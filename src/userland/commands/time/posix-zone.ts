import { daysTo, wallTime, weekday } from "./calendar.ts";

/** What holds at an instant: seconds east of Greenwich, the zone's name, whether it is summer time. */
export interface Offset {
  readonly seconds: number;
  readonly name: string;
  readonly summer: boolean;
}

/** When a change comes, in a year: seconds of wall time from its beginning. */
type Rule = (year: number) => number;

const name = String.raw`<([A-Za-z0-9+-]{3,})>|([A-Za-z]{3,})`;
const offset = String.raw`([-+]?\d{1,2}(?::\d{1,2}(?::\d{1,2})?)?)`;
const time = String.raw`(?:/([-+]?\d{1,3}(?::\d{1,2}(?::\d{1,2})?)?))?`;
const whole = new RegExp(`^(?:${name})${offset}(?:(?:${name})${offset}?(?:,(.*))?)?$`);
const date = new RegExp(`^(?:M(\\d{1,2})\\.([1-5])\\.([0-6])|J(\\d{1,3})|(\\d{1,3}))${time}$`);

/** What glibc takes where a zone changes but does not say when. */
const usualRules = "M3.2.0,M11.1.0";

function secondsIn(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const [hours = 0, minutes = 0, seconds = 0] = text.replace(/^[-+]/, "").split(":").map(Number);
  return sign * (hours * 3600 + minutes * 60 + seconds);
}

function ruleOf(text: string): Rule | undefined {
  const match = date.exec(text);
  if (match === null) return undefined;
  const [, month, week, day, julian, zeroBased, at = "2"] = match;
  const seconds = secondsIn(at);
  if (month === undefined) {
    // Jn never counts the 29th of February.
    if (julian !== undefined)
      return (year) =>
        (daysTo(year, 1, 1) === daysTo(year, 3, 1) - 59 || Number(julian) < 60 ? 0 : 1) * 86_400 +
        (Number(julian) - 1) * 86_400 +
        seconds;
    return () => Number(zeroBased) * 86_400 + seconds;
  }
  return (year) => {
    const first = daysTo(year, Number(month), 1);
    const next = daysTo(year, Number(month) + 1, 1);
    let found = first + ((Number(day) - weekday(first) + 7) % 7) + (Number(week) - 1) * 7;
    while (found >= next) found -= 7;
    return (found - daysTo(year, 1, 1)) * 86_400 + seconds;
  };
}

/** A zone by POSIX's own words, "CET-1CEST,M3.5.0,M10.5.0/3" (XBD 8.3); undefined where they are none. */
export function posixZone(text: string): ((seconds: number) => Offset) | undefined {
  const match = whole.exec(text);
  if (match === null) return undefined;
  const [, quoted, bare, west, summerQuoted, summerBare, summerWest, rules = usualRules] = match;
  const standard: Offset = { seconds: -secondsIn(west!), name: (quoted ?? bare)!, summer: false };
  const summerName = summerQuoted ?? summerBare;
  if (summerName === undefined) return () => standard;
  const summer: Offset = {
    seconds: summerWest === undefined ? standard.seconds + 3600 : -secondsIn(summerWest),
    name: summerName,
    summer: true,
  };
  const [begin, end] = (rules === "" ? usualRules : rules).split(",").map(ruleOf);
  if (begin === undefined || end === undefined) return undefined;
  return (seconds) => {
    const { year } = wallTime(seconds);
    // As glibc has it, all changes before 1970 come then.
    const january = Math.max(0, daysTo(year, 1, 1) * 86_400);
    const from = january + begin(year) - standard.seconds;
    const to = january + end(year) - summer.seconds;
    const within = from < to ? seconds >= from && seconds < to : seconds >= from || seconds < to;
    return within ? summer : standard;
  };
}
