import { longDouble } from "./c-format/long-double.ts";
import { parseReal } from "./c-format/parse-real.ts";
import { toNumber } from "./c-format/real.ts";
import type { Process } from "../kernel/process.ts";

const units: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of a time as sleep and timeout take it: a number with s, m, h or d; undefined where it is none. */
export function durationOf({ machine }: Process, text: string): number | undefined {
  const { real, length } = parseReal(text, longDouble(machine.platform));
  const unit = units[text.slice(length)];
  const seconds = toNumber(real);
  return length === 0 || unit === undefined || !(seconds >= 0) ? undefined : seconds * unit;
}

/** The longest that a timer takes; for more it is set again. */
const longest = 2 ** 31 - 1;

/** Waits; rejects once the process is killed. */
export async function wait(proc: Process, seconds: number): Promise<void> {
  for (let left = seconds * 1000; left > 0; left -= longest)
    await new Promise<void>((resolve, reject) => {
      const done = () => {
        proc.signal.removeEventListener("abort", killed);
        resolve();
      };
      const killed = () => {
        clearTimeout(timer);
        reject(proc.signal.reason as Error);
      };
      const timer = setTimeout(done, Math.min(left, longest));
      proc.signal.addEventListener("abort", killed, { once: true });
    });
}
