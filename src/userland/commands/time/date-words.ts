/** A word of a date as gnulib's lib/parse-datetime.y knows it. */
export type DateWord =
  | { readonly kind: "meridian"; readonly value: "am" | "pm" }
  | { readonly kind: "month" | "weekday" | "ordinal" | "shift" | "ago"; readonly value: number }
  /** Seconds east of Greenwich; "summer" adds an hour to them. */
  | { readonly kind: "zone" | "summer"; readonly value: number }
  | { readonly kind: "unit"; readonly value: Unit; readonly factor: number }
  | { readonly kind: "dst" }
  | { readonly kind: "T" };

export type Unit = "year" | "month" | "day" | "hour" | "minute" | "second";

const hour = 3600;
const months = "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER".split(" ");
const days = "SUNDAY MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY".split(" ");
const otherDays: Readonly<Record<string, number>> = { TUES: 2, WEDNES: 3, THUR: 4, THURS: 4 };
const shifts: Readonly<Record<string, number>> = { TOMORROW: 1, YESTERDAY: -1, TODAY: 0, NOW: 0 };
const ordinals = "LAST THIS FIRST  THIRD FOURTH FIFTH SIXTH SEVENTH EIGHTH NINTH TENTH ELEVENTH TWELFTH".split(" ");
const units: Readonly<Record<string, readonly [Unit, number]>> = {
  YEAR: ["year", 1],
  MONTH: ["month", 1],
  FORTNIGHT: ["day", 14],
  WEEK: ["day", 7],
  DAY: ["day", 1],
  HOUR: ["hour", 1],
  MINUTE: ["minute", 1],
  MIN: ["minute", 1],
  SECOND: ["second", 1],
  SEC: ["second", 1],
};
/** Hours east. */
const zones: Readonly<Record<string, number>> = {
  ...{ WET: 0, ART: -3, BRT: -3, NST: -3.5, AST: -4, CLT: -4, EST: -5, CST: -6, MST: -7, PST: -8, AKST: -9 },
  ...{ HST: -10, HAST: -10, SST: -12, WAT: 1, CET: 1, MET: 1, MEZ: 1, EET: 2, CAT: 2, SAST: 2, EAT: 3, MSK: 3 },
  ...{ IST: 5.5, SGT: 8, KST: 9, JST: 9, GST: 10, NZST: 12 },
};
const summers: Readonly<Record<string, number>> = {
  ...{ WEST: 0, BST: 0, BRST: -3, NDT: -3.5, ADT: -4, CLST: -4, EDT: -5, CDT: -6, MDT: -7, PDT: -8, AKDT: -9 },
  ...{ HADT: -10, CEST: 1, MEST: 1, MESZ: 1, EEST: 2, MSD: 3, NZDT: 12 },
};

/** The meaning of a word; undefined where it has none. */
export function dateWord(text: string): DateWord | undefined {
  const word = text.toUpperCase();
  if (/^[AP](?:M|\.M\.)$/.test(word)) return { kind: "meridian", value: word.startsWith("A") ? "am" : "pm" };
  return (
    calendarWord(word) ?? zoneWord(word) ?? otherWord(word) ?? military(word) ?? zoneWord(word.replaceAll(".", ""))
  );
}

function calendarWord(word: string): DateWord | undefined {
  const abbreviated = /^[^]{3}\.?$/.test(word);
  const find = (names: readonly string[]): number =>
    names.findIndex((name) =>
      abbreviated ? name.startsWith(word.slice(0, 3)) : name === word || (name === "SEPTEMBER" && word === "SEPT"),
    );
  const month = find(months);
  if (month >= 0) return { kind: "month", value: month + 1 };
  const day = find(days);
  if (day >= 0) return { kind: "weekday", value: day };
  const other = otherDays[word];
  return other === undefined ? undefined : { kind: "weekday", value: other };
}

function zoneWord(word: string): DateWord | undefined {
  if (word === "GMT" || word === "UT" || word === "UTC") return { kind: "zone", value: 0 };
  const [zone, summer] = [zones[word], summers[word]];
  if (zone !== undefined) return { kind: "zone", value: zone * hour };
  return summer === undefined ? undefined : { kind: "summer", value: summer * hour };
}

function otherWord(word: string): DateWord | undefined {
  if (word === "DST") return { kind: "dst" };
  const unit = units[word] ?? units[word.replace(/S$/, "")];
  if (unit !== undefined) return { kind: "unit", value: unit[0], factor: unit[1] };
  const shift = shifts[word];
  if (shift !== undefined) return { kind: "shift", value: shift };
  if (word === "NEXT") return { kind: "ordinal", value: 1 };
  const ordinal = ordinals.indexOf(word);
  if (word !== "" && ordinal >= 0) return { kind: "ordinal", value: ordinal - 1 };
  if (word === "AGO") return { kind: "ago", value: -1 };
  return word === "HENCE" ? { kind: "ago", value: 1 } : undefined;
}

/** One letter: an hour's zone; J is none. */
function military(word: string): DateWord | undefined {
  if (word === "T") return { kind: "T" };
  if (word === "Z") return { kind: "zone", value: 0 };
  const east = "ABCDEFGHIKLM".indexOf(word);
  const west = "NOPQRSTUVWXY".indexOf(word);
  if (word.length !== 1 || (east < 0 && west < 0)) return undefined;
  return { kind: "zone", value: (east >= 0 ? east + 1 : -west - 1) * hour };
}
