import { Misuse } from "./options.ts";
import type { Stdio } from "./stdio.ts";

/** From 1; both ends belong to it. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

interface Words {
  readonly range: string;
  readonly zero: string;
  readonly invalid: string;
  readonly large: string;
}

const positions: Words = {
  range: "invalid byte or character range",
  zero: "byte/character positions are numbered from 1",
  invalid: "invalid byte/character position",
  large: "byte/character offset",
};
const fields: Words = {
  range: "invalid field range",
  zero: "fields are numbered from 1",
  invalid: "invalid field value",
  large: "field number",
};

export interface RangeSyntax {
  /** Bytes or characters, not fields: in messages. */
  readonly bytes?: boolean;
  readonly complement?: boolean;
  /** "-" alone is all of them, as numfmt has it. */
  readonly allowDash?: boolean;
}

/** "1,3-5,7-": coreutils' src/set-fields.c. In order, none touching the next but where they stood side by side. Throws `Misuse`. */
export function parseRanges(
  io: Stdio,
  text: string,
  { bytes, complement, allowDash }: RangeSyntax = {},
): readonly Range[] {
  const words = bytes ? positions : fields;
  const ranges: Range[] = [];
  let at = 0;
  if (allowDash && text === "-") return [{ low: 1, high: Infinity }];
  for (const part of text.split(/[, \t]/)) {
    ranges.push(parsePart(io, part, text.slice(at), words));
    at += part.length + 1;
  }
  const merged = merge(ranges);
  return complement ? inverse(merged) : merged;
}

function parsePart(io: Stdio, part: string, rest: string, words: Words): Range {
  const bad = /[^\d-]/.exec(part);
  const dashes = /^\d*-\d*-/.exec(part);
  if (dashes !== null && (bad === null || dashes[0].length <= bad.index)) throw new Misuse(words.range);
  if (bad !== null) throw new Misuse(`${words.invalid} ${io.quote(rest.slice(bad.index))}`);
  const [, low = "", dash, high = ""] = /^(\d*)(?:(-)(\d*))?$/.exec(part)!;
  for (const number of [low, high])
    if (number !== "" && BigInt(number) >= 2n ** 64n - 1n)
      throw new Misuse(`${words.large} ${io.quote(number)} is too large`);
  if (dash === undefined) {
    if (Number(low) === 0) throw new Misuse(words.zero);
    return { low: Number(low), high: Number(low) };
  }
  if (low !== "" && Number(low) === 0) throw new Misuse(words.zero);
  if (low === "" && high === "") throw new Misuse("invalid range with no endpoint: -");
  const first = low === "" ? 1 : Number(low);
  if (high === "") return { low: first, high: Infinity };
  if (Number(high) < first) throw new Misuse("invalid decreasing range");
  return { low: first, high: Number(high) };
}

function merge(ranges: readonly Range[]): readonly Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.low - b.low)) {
    const last = merged.at(-1);
    if (last !== undefined && range.low <= last.high)
      merged[merged.length - 1] = { low: last.low, high: Math.max(last.high, range.high) };
    else merged.push(range);
  }
  return merged;
}

function inverse(ranges: readonly Range[]): readonly Range[] {
  const gaps: Range[] = [];
  let low = 1;
  for (const range of ranges) {
    if (range.low > low) gaps.push({ low, high: range.low - 1 });
    low = range.high + 1;
  }
  return low === Infinity ? gaps : [...gaps, { low, high: Infinity }];
}
