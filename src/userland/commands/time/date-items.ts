import type { DateToken, Numeral } from "./date-tokens.ts";
import type { Unit } from "./date-words.ts";

/** What a date says, item by item; what it does not say stays undefined. */
export interface DateItems {
  year?: { readonly value: number; readonly digits: number };
  month?: number;
  day?: number;
  time?: { readonly hour: number; readonly minute: number; readonly second: number; readonly nanosecond: number };
  meridian: "am" | "pm" | undefined;
  weekday?: { readonly day: number; readonly ordinal: number };
  /** Seconds east of Greenwich. */
  zone?: number;
  readonly seen: Record<"times" | "dates" | "days" | "zones", number>;
  readonly relative: Record<Unit | "nanosecond", number>;
  relatives: boolean;
}

/** The items of lib/parse-datetime.y's grammar, each as long as can be; undefined where the tokens are no date. */
export function dateItems(tokens: readonly DateToken[]): DateItems | undefined {
  const reader = new Reader(tokens);
  while (!reader.done) if (!reader.item()) return undefined;
  return reader.items;
}

class Reader {
  readonly items: DateItems = {
    meridian: undefined,
    seen: { times: 0, dates: 0, days: 0, zones: 0 },
    relative: { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, nanosecond: 0 },
    relatives: false,
  };
  readonly #tokens: readonly DateToken[];
  #at = 0;

  constructor(tokens: readonly DateToken[]) {
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  item(): boolean {
    const token = this.#peek();
    switch (token?.kind) {
      case "number":
        return token.signed ? this.#relativeNumber(token) : this.#number(token);
      case "month":
        return this.#monthFirst(token.value);
      case "weekday":
        this.#at++;
        this.#mark(",");
        return this.#weekday(token.value, 0);
      case "ordinal":
        return this.#ordinal(token.value);
      case "unit":
        this.#at++;
        return this.#shift(token.value, token.factor, 0);
      case "shift":
        this.#at++;
        return this.#shift("day", token.value, 0, false);
      case "zone":
      case "summer":
      case "T":
        return this.#zone();
      default:
        return false;
    }
  }

  #peek(ahead = 0): DateToken | undefined {
    return this.#tokens[this.#at + ahead];
  }

  #numeral(ahead: number, signed: boolean, fraction = false): Numeral | undefined {
    const token = this.#peek(ahead);
    if (token?.kind !== "number" || token.signed !== signed) return undefined;
    return fraction || token.fraction === undefined ? token : undefined;
  }

  #isMark(ahead: number, value: string): boolean {
    const token = this.#peek(ahead);
    return token?.kind === "mark" && token.value === value;
  }

  #mark(value: string): boolean {
    if (!this.#isMark(0, value)) return false;
    this.#at++;
    return true;
  }

  #number(first: Numeral): boolean {
    const next = this.#peek(1);
    if (first.fraction !== undefined) return next?.kind === "unit" && next.value === "second" && this.#counted(first);
    if (next?.kind === "unit") return this.#counted(first);
    if (this.#isMark(1, ":")) return this.#clock(first);
    if (this.#isMark(1, "/")) return this.#slashes(first);
    if (next?.kind === "meridian") {
      this.#at += 2;
      return this.#time(first.value, 0, 0, 0, next.value);
    }
    if (next?.kind === "weekday") {
      this.#at += 2;
      return this.#weekday(next.value, first.value);
    }
    if (next?.kind === "month") return this.#dayFirst(first, next.value);
    const second = this.#numeral(1, true);
    if (second === undefined) {
      this.#at++;
      return this.#digits(first);
    }
    if (this.#numeral(2, true) !== undefined) return this.#iso(first);
    if (this.#peek(2)?.kind === "unit") {
      this.#at++;
      return this.#digits(first) && this.#relativeNumber(second);
    }
    // "12+0100": an hour in a zone.
    this.#at++;
    return this.#offset() && this.#time(first.value, 0, 0, 0, undefined);
  }

  #counted(count: Numeral): boolean {
    const unit = this.#peek(1);
    if (unit?.kind !== "unit") return false;
    this.#at += 2;
    return this.#shift(unit.value, count.value * unit.factor, count.fraction ?? 0);
  }

  #relativeNumber(count: Numeral): boolean {
    const unit = this.#peek(1);
    if (unit?.kind !== "unit" || (count.fraction !== undefined && unit.value !== "second")) return false;
    return this.#counted(count);
  }

  #shift(unit: Unit, amount: number, nanosecond: number, mayAgo = true): boolean {
    const ago = mayAgo ? this.#peek() : undefined;
    const sign = ago?.kind === "ago" ? ago.value : 1;
    if (ago?.kind === "ago") this.#at++;
    this.items.relative[unit] += sign * amount;
    this.items.relative.nanosecond += sign * nanosecond;
    this.items.relatives = true;
    return Number.isSafeInteger(this.items.relative[unit]);
  }

  #ordinal(ordinal: number): boolean {
    const next = this.#peek(1);
    this.#at += 2;
    if (next?.kind === "weekday") return this.#weekday(next.value, ordinal);
    return next?.kind === "unit" && this.#shift(next.value, ordinal * next.factor, 0);
  }

  #weekday(day: number, ordinal: number): boolean {
    this.items.weekday = { day, ordinal };
    this.items.seen.days++;
    return true;
  }

  #date(month: number, day: number, year?: Pick<Numeral, "value" | "digits">): boolean {
    Object.assign(this.items, { month, day, ...(year === undefined ? {} : { year }) });
    this.items.seen.dates++;
    return true;
  }

  #monthFirst(month: number): boolean {
    const [day, year] = [this.#numeral(1, true), this.#numeral(2, true)];
    if (day !== undefined && year !== undefined) {
      this.#at += 3;
      return this.#date(month, -day.value, { value: -year.value, digits: year.digits });
    }
    const plain = this.#numeral(1, false);
    if (plain === undefined) return false;
    const after = this.#isMark(2, ",") ? this.#numeral(3, false) : undefined;
    this.#at += after === undefined ? 2 : 4;
    return this.#date(month, plain.value, after);
  }

  #dayFirst(day: Numeral, month: number): boolean {
    const signed = this.#numeral(2, true);
    if (signed !== undefined) {
      this.#at += 3;
      return this.#date(month, day.value, { value: -signed.value, digits: signed.digits });
    }
    const year = this.#numeral(2, false);
    this.#at += year === undefined ? 2 : 3;
    return this.#date(month, day.value, year);
  }

  #slashes(first: Numeral): boolean {
    const second = this.#numeral(2, false);
    if (second === undefined) return false;
    const third = this.#isMark(3, "/") ? this.#numeral(4, false) : undefined;
    if (third === undefined && this.#isMark(3, "/")) return false;
    this.#at += third === undefined ? 3 : 5;
    if (third !== undefined && first.digits >= 4) return this.#date(second.value, third.value, first);
    return this.#date(first.value, second.value, third);
  }

  #iso(year: Numeral): boolean {
    const [month, day] = [this.#numeral(1, true)!, this.#numeral(2, true)!];
    this.#at += 3;
    this.#date(-month.value, -day.value, year);
    const hour = this.#peek()?.kind === "T" ? this.#numeral(1, false) : undefined;
    if (hour === undefined) return true;
    this.#at++;
    if (this.#isMark(1, ":")) return this.#clock(hour);
    this.#at++;
    return this.#numeral(0, true) !== undefined && this.#offset() && this.#time(hour.value, 0, 0, 0, undefined);
  }

  #clock(hour: Numeral): boolean {
    const minute = this.#numeral(2, false);
    if (minute === undefined) return false;
    const second = this.#isMark(3, ":") ? this.#numeral(4, false, true) : undefined;
    if (second === undefined && this.#isMark(3, ":")) return false;
    this.#at += second === undefined ? 3 : 5;
    const next = this.#peek();
    const meridian = next?.kind === "meridian" ? next.value : undefined;
    if (meridian !== undefined) this.#at++;
    else if (this.#numeral(0, true) !== undefined && !this.#offset()) return false;
    return this.#time(hour.value, minute.value, second?.value ?? 0, second?.fraction ?? 0, meridian);
  }

  #time(hour: number, minute: number, second: number, nanosecond: number, meridian: "am" | "pm" | undefined): boolean {
    this.items.time = { hour, minute, second, nanosecond };
    this.items.meridian = meridian;
    this.items.seen.times++;
    return true;
  }

  /** "+0100", "+1", "+01:00"; gives whether it is within a day. */
  #offset(base = 0): boolean {
    const hours = this.#numeral(0, true);
    if (hours === undefined) return false;
    const minutes = this.#isMark(1, ":") ? this.#numeral(2, false) : undefined;
    this.#at += minutes === undefined ? 1 : 3;
    // The sign counts as a digit where gnulib looks at the length.
    const value = minutes === undefined && hours.digits <= 2 ? hours.value * 100 : hours.value;
    const total =
      minutes === undefined
        ? Math.trunc(value / 100) * 60 + (value % 100)
        : value * 60 + (hours.negative ? -minutes.value : minutes.value);
    this.items.zone = base + total * 60;
    this.items.seen.zones++;
    return Math.abs(total) <= 24 * 60;
  }

  #zone(): boolean {
    const token = this.#peek()!;
    this.#at++;
    const value = token.kind === "zone" || token.kind === "summer" ? token.value : -7 * 3600;
    const number = this.#numeral(0, true);
    if (token.kind === "zone" && number !== undefined && this.#peek(1)?.kind !== "unit") return this.#offset(value);
    const summer = token.kind === "summer" || (token.kind === "zone" && this.#peek()?.kind === "dst");
    if (token.kind === "zone" && summer) this.#at++;
    this.items.zone = value + (summer ? 3600 : 0);
    this.items.seen.zones++;
    return number === undefined || this.#relativeNumber(number);
  }

  /** Digits alone: a year after a date, a date of more than four of them, else a time. */
  #digits({ value, digits }: Numeral): boolean {
    const { items } = this;
    if (items.seen.dates > 0 && items.year === undefined && !items.relatives && (items.seen.times > 0 || digits > 2)) {
      items.year = { value, digits };
      return true;
    }
    if (digits > 4)
      return this.#date(Math.floor(value / 100) % 100, value % 100, {
        value: Math.floor(value / 10_000),
        digits: digits - 4,
      });
    return digits <= 2
      ? this.#time(value, 0, 0, 0, undefined)
      : this.#time(Math.floor(value / 100), value % 100, 0, 0, undefined);
  }
}
