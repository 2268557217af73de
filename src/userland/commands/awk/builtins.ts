import { Refusal } from "../../kernel/refusal.ts";
import { execIn, findIn } from "../../regex/string-search.ts";
import { evaluate, locate, patternOf } from "./evaluate.ts";
import { each, type Later, after } from "./later.ts";
import { regexOf } from "./regexes.ts";
import { random, seed } from "./random.ts";
import { splitText } from "./split.ts";
import { own, RunFailure, type State } from "./state.ts";
import type { Expression, Place } from "./syntax.ts";
import { format, FormatFailure, fromOutside, toNumber, type Value } from "./values.ts";

type Call = Expression & { type: "builtin" };

const numeric: Readonly<Record<string, (value: number, second: number) => number>> = {
  ...{ sin: Math.sin, cos: Math.cos, exp: Math.exp, log: Math.log, sqrt: Math.sqrt, int: Math.trunc },
  atan2: Math.atan2,
};

/** Calls one of awk's own functions. */
export function builtin(state: State, call: Call): Later<Value> {
  const { name, args } = call;
  if (name === "length" && args.length === 1 && args[0]!.type === "variable") {
    const raw = state.raw(args[0]!.variable);
    if (raw instanceof Map) return raw.size;
  }
  if (name === "split") return splitInto(state, args);
  if (name === "sub" || name === "gsub") return substitute(state, args, name === "gsub");
  if (name === "match") return match(state, args);
  return after(
    each(args, (arg) => evaluate(state, arg)),
    (values) => simple(state, name, values),
  );
}

function simple(state: State, name: string, values: readonly Value[]): Later<Value> {
  const text = (index: number): string => state.toText(values[index]);
  const number = (index: number): number => toNumber(values[index]);
  const compute = Object.hasOwn(numeric, name) ? numeric[name] : undefined;
  if (compute !== undefined) return compute(number(0), number(1));
  switch (name) {
    case "length":
      return (values.length === 0 ? state.record.string : text(0)).length;
    case "substr":
      return substring(text(0), number(1), values.length > 2 ? number(2) : undefined);
    case "index":
      return text(0).indexOf(text(1)) + 1;
    case "toupper":
      return text(0).replaceAll(/[a-z]+/g, (part) => part.toUpperCase());
    case "tolower":
      return text(0).replaceAll(/[A-Z]+/g, (part) => part.toLowerCase());
    case "sprintf":
      return formatted(state, values, "sprintf");
    case "system":
      return state.streams.system(text(0));
    case "close":
      return state.streams.close(text(0));
    case "fflush":
      return state.streams.flush().then(() => 0);
    case "rand":
      return random(state);
    case "srand":
      return seed(state, values[0]);
  }
  throw new Refusal(name, "is not emulated");
}

/** printf and sprintf. */
export function formatted(state: State, [first, ...values]: readonly Value[], who: "printf" | "sprintf"): string {
  try {
    return format(state.toText(first), values, state.format, who);
  } catch (error) {
    if (error instanceof FormatFailure) throw new RunFailure(error.message);
    throw error;
  }
}

/** bi_substr of mawk: a beginning before the text shortens it, but counts the first place twice. */
function substring(text: string, from: number, length: number | undefined): string {
  let start = clampInteger(from) - 1;
  let count = length === undefined ? text.length : clampInteger(length);
  if (start > text.length) count = 0;
  if (start < 0) {
    count -= start + 1;
    start = 0;
  }
  return text.slice(start, start + Math.max(0, Math.min(count, text.length - start)));
}

/** d_to_i */
const clampInteger = (value: number): number => Math.trunc(Math.max(-2_147_483_647, Math.min(2_147_483_647, value)));

function splitInto(state: State, [text, array, separator]: readonly Expression[]): Later<Value> {
  if (array?.type !== "variable") throw new RunFailure("split needs an array");
  return after(evaluate(state, text!), (value) =>
    after(separator === undefined ? state.text(own.fs) : patternOf(state, separator), (by) => {
      const whole = state.toText(value);
      const parts = splitText(whole, separator?.type === "regex" ? regexOf(by) : by);
      const table = state.table(array.variable);
      table.clear();
      parts.forEach((part, index) => table.set(String(index + 1), fromOutside(part)));
      return parts.length;
    }),
  );
}

function match(state: State, [text, pattern]: readonly Expression[]): Later<Value> {
  return after(evaluate(state, text!), (value) =>
    after(patternOf(state, pattern!), (source) => {
      const found = findIn(regexOf(source), state.toText(value));
      const [begin, end] = found ?? [-1, -2];
      const variable = (slot: number) => ({ kind: "global", slot }) as const;
      state.set(variable(own.rstart), begin + 1);
      state.set(variable(own.rlength), end - begin);
      return begin + 1;
    }),
  );
}

const record: Place = { type: "field", index: { type: "number", value: 0 } };

function substitute(state: State, [pattern, replacement, target]: readonly Expression[], all: boolean): Later<Value> {
  return after(patternOf(state, pattern!), (source) =>
    after(evaluate(state, replacement!), (by) => {
      const place = target ?? record;
      if (place.type !== "variable" && place.type !== "field" && place.type !== "element")
        throw new Refusal(all ? "gsub" : "sub", "of what is no variable is not emulated");
      return after(locate(state, place), ({ read, write }) => {
        const [result, count] = replaced(state.toText(read()), source, state.toText(by), all);
        if (count > 0) write(result);
        return count;
      });
    }),
  );
}

function replaced(text: string, source: string, by: string, all: boolean): readonly [string, number] {
  const regex = regexOf(source);
  const parts: string[] = [];
  let [at, from, count, last] = [0, 0, 0, -1];
  while (at <= text.length) {
    const found = execIn(regex, text, at);
    if (found === undefined) break;
    const [begin, end] = found as [number, number];
    if (end > begin || begin !== last) {
      parts.push(text.slice(from, begin), withMatch(by, text.slice(begin, end)));
      from = end;
      count += 1;
      last = end;
      if (!all) break;
    }
    at = end > begin ? end : begin + 1;
  }
  return [parts.join("") + text.slice(from), count];
}

/** "&" stands for the match, "\\&" for itself. */
const withMatch = (by: string, match: string): string =>
  by.replaceAll(/\\\\|\\&|&/g, (found) => (found === "&" ? match : found[1]!));
