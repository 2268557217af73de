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

/** A date that says nothing. */
export const noDateItems = (): DateItems => ({
  meridian: undefined,
  seen: { times: 0, dates: 0, days: 0, zones: 0 },
  relative: { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, nanosecond: 0 },
  relatives: false,
});
