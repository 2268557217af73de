import { compareReals, product, sum } from "../c-format/arithmetic.ts";
import { formatReal } from "../c-format/format-real.ts";
import { parseReal } from "../c-format/parse-real.ts";
import type { Real, RealFormat } from "../c-format/real.ts";
import type { Stdio } from "../stdio.ts";
import type { SeqFormat } from "./format.ts";
import type { Range } from "./seq.ts";

/** seq_fast: whole numbers of any size, no step back and none above 200. Whether that was it. */
export async function printIntegers(
  io: Stdio,
  { first, step, last }: Range,
  separator: string,
  operands: readonly string[],
): Promise<boolean> {
  if (first.precision !== 0 || step.precision !== 0 || last.precision !== 0) return false;
  if ([first, step, last].some(({ value }) => value.negative) || first.value.kind !== "finite") return false;
  const by = integerOf(step.value);
  if (by === undefined || by > 200n) return false;
  const exact = operands.every((text) => /^\d+$/.test(text));
  const from = exact ? (operands.length === 1 ? 1n : BigInt(operands[0]!)) : integerOf(first.value)!;
  const to = exact ? BigInt(operands.at(-1)!) : integerOf(last.value);
  if (to !== undefined && from > to) return true;
  const small = to !== undefined && to < 2n ** 53n - 256n;
  for (let value: number | bigint = small ? Number(from) : from; ;) {
    const pause = io.proc.breathe();
    if (pause) await pause;
    const text = String(value);
    value = typeof value === "number" ? value + Number(by) : value + by;
    const ended = to !== undefined && value > to;
    const full = io.put(ended ? `${text}\n` : text + separator);
    if (full) await full;
    if (ended) return true;
  }
}

function integerOf(value: Real): bigint | undefined {
  if (value.kind !== "finite") return undefined;
  const digits = formatReal({ precision: 0 }, "f", value, { bits: 64, maxExponent: 16_383 });
  return BigInt(digits);
}

/** print_numbers: each is first + i × step, as a long double; one that is shown as the last one belongs to it. */
export async function printReals(
  io: Stdio,
  { first, step, last }: Range,
  separator: string,
  format: SeqFormat,
  real: RealFormat,
): Promise<void> {
  const beyond = (value: Real) =>
    step.value.negative ? compareReals(value, last.value) < 0 : compareReals(last.value, value) < 0;
  if (beyond(first.value)) return;
  let value = first.value;
  let out = false;
  for (let i = 1n; ; i++) {
    const pause = io.proc.breathe();
    if (pause) await pause;
    const shown = format.show(value);
    const full = io.put(shown);
    if (full) await full;
    if (out) break;
    value = next(first.value, step.value, i, real);
    out = beyond(value);
    if (out && !isLast(format, value, shown, last.value, real)) break;
    await io.put(separator);
  }
  await io.put("\n");
}

function next(first: Real, step: Real, i: bigint, format: RealFormat): Real {
  if (first.kind !== "finite") return first;
  if (step.kind !== "finite") return step;
  const way = product({ kind: "finite", negative: false, mantissa: i, exponent: 0 }, step, format);
  return way.kind === "finite" ? sum(first, way, format) : way;
}

function isLast({ show, prefix, suffix }: SeqFormat, value: Real, before: string, last: Real, format: RealFormat) {
  const shown = show(value);
  const number = shown.slice(prefix.length, shown.length - suffix.length);
  const { real, length } = parseReal(number, format);
  if (length !== number.length || real.kind === "nan" || compareReals(real, last) !== 0) return false;
  return shown.slice(0, shown.length - suffix.length) !== before.slice(0, before.length - suffix.length);
}
