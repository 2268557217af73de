import { signals } from "../kernel/signals.ts";

/** Older names of the same. */
const aliases: Readonly<Record<string, number>> = { IOT: 6, CLD: 17, POLL: 29 };

/** gnulib's operand2sig: a signal by number or by name, "SIG" before it or not, in any case; an exit status as a shell gives it too. */
export function signalOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) {
    const number = Number(text);
    const signal = number >= 256 ? number & 0xff : number & 0x7f;
    return number <= 0xffff && signal <= 64 ? signal : undefined;
  }
  const upper = text.toUpperCase();
  for (const name of [upper, upper.replace(/^SIG/, "")]) {
    if (name === "EXIT") return 0;
    const signal = (signals as Readonly<Record<string, number>>)[name] ?? aliases[name];
    if (signal !== undefined) return signal;
    const [, base, by] = /^RT(MIN|MAX)(?:([-+]\d+))?$/.exec(name) ?? [];
    if (base !== undefined) return realTime(base === "MIN" ? 34 : 64, Number(by ?? 0));
  }
  return undefined;
}

const realTime = (base: number, by: number): number | undefined =>
  base + by >= 34 && base + by <= 64 ? base + by : undefined;
