/** A time of a clock on the wall, as struct tm has it, but for the month (1 to 12) and the year (that of our era). */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const days400 = 146_097;

export const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Days from 1970-01-01 to a date of the Gregorian calendar; months and days beyond their ends count on. */
export function daysTo(year: number, month: number, day: number): number {
  const years = year + Math.floor((month - 1) / 12);
  const inYear = (((month - 1) % 12) + 12) % 12;
  // A year that begins in March has its leap day at the end.
  const march = inYear < 2 ? years - 1 : years;
  const era = Math.floor(march / 400);
  const ofEra = march - era * 400;
  const ofYear = Math.floor((153 * ((inYear + 10) % 12) + 2) / 5) + day - 1;
  return era * days400 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

/** Seconds since 1970 of a wall time in UTC; fields beyond their ends count on. */
export const secondsOf = ({ year, month, day, hour, minute, second }: WallTime): number =>
  daysTo(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;

/** The wall time in UTC of a second since 1970. */
export function wallTime(seconds: number): WallTime {
  const days = Math.floor(seconds / 86_400);
  const rest = seconds - days * 86_400;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / days400);
  const ofEra = shifted - era * days400;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: rest % 60,
  };
}

/** 0 is Sunday. */
export const weekday = (days: number): number => (((days + 4) % 7) + 7) % 7;
