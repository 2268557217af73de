import { problem } from "../errors.ts";
import type { Word } from "../syntax.ts";

const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const most = 1n << 63n;

/**
 * Nanoseconds, as Go's time.ParseDuration reads them: "1m30s", "1.5h", "-5s", "0". A number holds them exactly up
 * to 104 days.
 */
export function parseDuration({ text, where }: Word): number {
  const nanoseconds = read(text);
  if (nanoseconds !== undefined) return Number(nanoseconds);
  throw problem("dockerfile/bad-duration", `${JSON.stringify(text)} is not a duration`, {
    where,
    help: /^\d+$/.test(text) ? `add the unit: ${text}s for seconds` : "write it as in 30s, 1m30s or 500ms",
  });
}

function read(text: string): bigint | undefined {
  const unsigned = text.replace(/^[+-]/, "");
  const negative = text.startsWith("-");
  if (unsigned === "0") return 0n;
  // Nothing in it can be matched in two ways: what fails then fails at once, however long it is.
  const part = /(\d*)(?:\.(\d*))?([^\d.]+)/y;
  let sum = 0n;
  if (unsigned === "") return undefined;
  while (part.lastIndex < unsigned.length) {
    const start = part.lastIndex;
    const [, whole = "", fraction = "", unit = ""] = part.exec(unsigned) ?? [];
    const scale = Object.hasOwn(units, unit) ? units[unit] : undefined;
    if (scale === undefined || whole.replace(/^0+/, "").length > 40 || !/\d/.test(unsigned[start]! + fraction))
      return undefined;
    sum += BigInt(whole || 0) * scale + partOf(fraction, scale);
  }
  if (sum > most || (sum === most && !negative)) return undefined;
  return negative ? -sum : sum;
}

/** A fraction of a unit. Go multiplies in float64, with as many digits as its integers hold. */
function partOf(fraction: string, unit: bigint): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of fraction) {
    const next = value * 10n + BigInt(digit);
    if (value > (most - 1n) / 10n || next > most) break;
    value = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(value) * (Number(unit) / scale)));
}
