import type { DateToken, Numeral } from "./date-tokens.ts";
import type { Unit } from "./date-words.ts";
import { type DateItems, noDateItems } from "./date-said.ts";
import { DateTokenStream } from "./date-token-stream.ts";

/** The items of lib/parse-datetime.y's grammar, each as long as can be; undefined where the tokens are no date. */
export function dateItems(tokens: readonly DateToken[]): DateItems | undefined {
  const reader = new Reader(tokens);
  while (!reader.done) if (!reader.item()) return undefined;
  return reader.items;
}

class Reader {
  readonly items = noDateItems();
  readonly #tokens: DateTokenStream;

  constructor(tokens: readonly DateToken[]) {
    this.#tokens = new DateTokenStream(tokens);
  }

  get done(): boolean {
    return this.#tokens.done;
  }

  item(): boolean {
    const token = this.#tokens.peek();
    switch (token?.kind) {
      case "number":
        return token.signed ? this.#relativeNumber(token) : this.#number(token);
      case "month":
        return this.#monthFirst(token.value);
      case "weekday":
        this.#tokens.at++;
        this.#tokens.mark(",");
        return this.#weekday(token.value, 0);
      case "ordinal":
        return this.#ordinal(token.value);
      case "unit":
        this.#tokens.at++;
        return this.#shift(token.value, token.factor, 0);
      case "shift":
        this.#tokens.at++;
        return this.#shift("day", token.value, 0, false);
      case "zone":
      case "summer":
      case "T":
        return this.#zone();
      default:
        return false;
    }
  }

  #number(first: Numeral): boolean {
    const next = this.#tokens.peek(1);
    if (first.fraction !== undefined) return next?.kind === "unit" && next.value === "second" && this.#counted(first);
    if (next?.kind === "unit") return this.#counted(first);
    if (this.#tokens.isMark(1, ":")) return this.#clock(first);
    if (this.#tokens.isMark(1, "/")) return this.#slashes(first);
    if (next?.kind === "meridian") {
      this.#tokens.at += 2;
      return this.#time(first.value, 0, 0, 0, next.value);
    }
    if (next?.kind === "weekday") {
      this.#tokens.at += 2;
      return this.#weekday(next.value, first.value);
    }
    if (next?.kind === "month") return this.#dayFirst(first, next.value);
    const second = this.#tokens.numeral(1, true);
    if (second === undefined) {
      this.#tokens.at++;
      return this.#digits(first);
    }
    if (this.#tokens.numeral(2, true) !== undefined) return this.#iso(first);
    if (this.#tokens.peek(2)?.kind === "unit") {
      this.#tokens.at++;
      return this.#digits(first) && this.#relativeNumber(second);
    }
    // "12+0100": an hour in a zone.
    this.#tokens.at++;
    return this.#offset() && this.#time(first.value, 0, 0, 0, undefined);
  }

  #counted(count: Numeral): boolean {
    const unit = this.#tokens.peek(1);
    if (unit?.kind !== "unit") return false;
    this.#tokens.at += 2;
    return this.#shift(unit.value, count.value * unit.factor, count.fraction ?? 0);
  }

  #relativeNumber(count: Numeral): boolean {
    const unit = this.#tokens.peek(1);
    if (unit?.kind !== "unit" || (count.fraction !== undefined && unit.value !== "second")) return false;
    return this.#counted(count);
  }

  #shift(unit: Unit, amount: number, nanosecond: number, mayAgo = true): boolean {
    const ago = mayAgo ? this.#tokens.peek() : undefined;
    const sign = ago?.kind === "ago" ? ago.value : 1;
    if (ago?.kind === "ago") this.#tokens.at++;
    this.items.relative[unit] += sign * amount;
    this.items.relative.nanosecond += sign * nanosecond;
    this.items.relatives = true;
    return Number.isSafeInteger(this.items.relative[unit]);
  }

  #ordinal(ordinal: number): boolean {
    const next = this.#tokens.peek(1);
    this.#tokens.at += 2;
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
    const [day, year] = [this.#tokens.numeral(1, true), this.#tokens.numeral(2, true)];
    if (day !== undefined && year !== undefined) {
      this.#tokens.at += 3;
      return this.#date(month, -day.value, { value: -year.value, digits: year.digits });
    }
    const plain = this.#tokens.numeral(1, false);
    if (plain === undefined) return false;
    const after = this.#tokens.isMark(2, ",") ? this.#tokens.numeral(3, false) : undefined;
    this.#tokens.at += after === undefined ? 2 : 4;
    return this.#date(month, plain.value, after);
  }

  #dayFirst(day: Numeral, month: number): boolean {
    const signed = this.#tokens.numeral(2, true);
    if (signed !== undefined) {
      this.#tokens.at += 3;
      return this.#date(month, day.value, { value: -signed.value, digits: signed.digits });
    }
    const year = this.#tokens.numeral(2, false);
    this.#tokens.at += year === undefined ? 2 : 3;
    return this.#date(month, day.value, year);
  }

  #slashes(first: Numeral): boolean {
    const second = this.#tokens.numeral(2, false);
    if (second === undefined) return false;
    const third = this.#tokens.isMark(3, "/") ? this.#tokens.numeral(4, false) : undefined;
    if (third === undefined && this.#tokens.isMark(3, "/")) return false;
    this.#tokens.at += third === undefined ? 3 : 5;
    if (third !== undefined && first.digits >= 4) return this.#date(second.value, third.value, first);
    return this.#date(first.value, second.value, third);
  }

  #iso(year: Numeral): boolean {
    const [month, day] = [this.#tokens.numeral(1, true)!, this.#tokens.numeral(2, true)!];
    this.#tokens.at += 3;
    this.#date(-month.value, -day.value, year);
    const hour = this.#tokens.peek()?.kind === "T" ? this.#tokens.numeral(1, false) : undefined;
    if (hour === undefined) return true;
    this.#tokens.at++;
    if (this.#tokens.isMark(1, ":")) return this.#clock(hour);
    this.#tokens.at++;
    return this.#tokens.numeral(0, true) !== undefined && this.#offset() && this.#time(hour.value, 0, 0, 0, undefined);
  }

  #clock(hour: Numeral): boolean {
    const minute = this.#tokens.numeral(2, false);
    if (minute === undefined) return false;
    const second = this.#tokens.isMark(3, ":") ? this.#tokens.numeral(4, false, true) : undefined;
    if (second === undefined && this.#tokens.isMark(3, ":")) return false;
    this.#tokens.at += second === undefined ? 3 : 5;
    const next = this.#tokens.peek();
    const meridian = next?.kind === "meridian" ? next.value : undefined;
    if (meridian !== undefined) this.#tokens.at++;
    else if (this.#tokens.numeral(0, true) !== undefined && !this.#offset()) return false;
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
    const hours = this.#tokens.numeral(0, true);
    if (hours === undefined) return false;
    const minutes = this.#tokens.isMark(1, ":") ? this.#tokens.numeral(2, false) : undefined;
    this.#tokens.at += minutes === undefined ? 1 : 3;
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
    const token = this.#tokens.peek()!;
    this.#tokens.at++;
    const value = token.kind === "zone" || token.kind === "summer" ? token.value : -7 * 3600;
    const number = this.#tokens.numeral(0, true);
    if (token.kind === "zone" && number !== undefined && this.#tokens.peek(1)?.kind !== "unit")
      return this.#offset(value);
    const summer = token.kind === "summer" || (token.kind === "zone" && this.#tokens.peek()?.kind === "dst");
    if (token.kind === "zone" && summer) this.#tokens.at++;
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
