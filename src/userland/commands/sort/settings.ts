import { Refusal } from "../../kernel/refusal.ts";
import { argMatch } from "../arg-match.ts";
import { parseNumber } from "../number-with-suffix.ts";
import type { Stdio } from "../stdio.ts";
import { checkCompatible, isPlain, type Key, noOrdering, parseKey, setOrdering } from "./key.ts";
import type { SortArguments } from "./sort.ts";

export interface Settings {
  readonly keys: readonly Key[];
  readonly tab: number | undefined;
  readonly reverse: boolean;
  readonly stable: boolean;
  readonly unique: boolean;
  readonly merge: boolean;
  readonly check: "c" | "C" | undefined;
  readonly output: string | undefined;
  readonly delimiter: string;
}

const letters: Readonly<Record<string, string>> = {
  blanks: "b",
  dictionary: "d",
  fold: "f",
  general: "g",
  printing: "i",
  month: "M",
  numeric: "n",
  human: "h",
  versions: "V",
  random: "R",
  reverse: "r",
};

const sorts = [
  ["general-numeric", "g"],
  ["human-numeric", "h"],
  ["month", "M"],
  ["numeric", "n"],
  ["random", "R"],
  ["version", "V"],
] as const;

const checks = [
  ["quiet", "C"],
  ["silent", "C"],
  ["diagnose-first", "c"],
] as const;

/** What a command line asks for. */
export async function settingsOf(io: Stdio, { given, has, values }: SortArguments): Promise<Settings> {
  const global = noOrdering();
  const keys: Key[] = [];
  let check: Settings["check"];
  for (const { name, value } of given) {
    if (name === "key") keys.push(await parseKey(io, value!));
    else if (name === "sort") setOrdering(global, await argMatch(io, "--sort", value!, sorts), "both");
    else if (name === "check" || name === "checkQuiet" || name === "checkLong") {
      const now =
        name === "checkQuiet" ? "C" : value === undefined ? "c" : await argMatch(io, "--check", value, checks);
      if (check !== undefined && check !== now) await io.die("options '-cC' are incompatible", 2);
      check = now;
    } else if (letters[name] !== undefined) setOrdering(global, letters[name]!, "both");
  }
  if (global.random) throw new Refusal(`${io.name} --sort=random`, "would be different in each build");
  const inherited = keys.map((key) =>
    isPlain(key.ordering) && !key.ordering.reverse ? { ...key, ordering: global } : key,
  );
  const whole: Key = { startField: 0, startChar: 0, endField: Infinity, endChar: 0, ordering: global };
  const all = keys.length === 0 && !isPlain(global) ? [whole] : inherited;
  if (all.some(({ ordering }) => ordering.random))
    throw new Refusal(`${io.name} -R`, "would be different in each build");
  for (const { ordering } of all) await checkCompatible(io, ordering);
  await checkSizes(io, values);
  return {
    keys: all,
    tab: await separator(io, values("separator")),
    reverse: global.reverse,
    stable: has("stable"),
    unique: has("unique"),
    merge: has("merge"),
    check,
    output: await outputOf(io, values("output")),
    delimiter: has("zero") ? "\0" : "\n",
  };
}

async function separator(io: Stdio, values: readonly string[]): Promise<number | undefined> {
  const codes: number[] = [];
  for (const text of values) {
    if (text === "") await io.die("empty tab", 2);
    if (text.length > 1 && text !== "\\0") await io.die(`multi-character tab ${io.quote(text)}`, 2);
    codes.push(text === "\\0" ? 0 : text.charCodeAt(0));
  }
  if (codes.some((code) => code !== codes[0])) await io.die("incompatible tabs", 2);
  return codes[0];
}

async function outputOf(io: Stdio, values: readonly string[]): Promise<string | undefined> {
  if (values.some((name) => name !== values[0])) await io.die("multiple output files specified", 2);
  return values[0];
}

/** How much memory and how many helpers the real one takes changes no line; what it would call wrong is refused. */
async function checkSizes(io: Stdio, values: SortArguments["values"]): Promise<void> {
  const wrong = (option: string) => new Refusal(`${io.name} ${option}`, "is no size that sort takes");
  for (const text of values("buffer"))
    if (!/^\d+[%b]?$/.test(text) && parseNumber(text, "EgGkKmMPtTYZ").wrong !== undefined) throw wrong(`-S ${text}`);
  for (const text of values("parallel")) {
    if (/^0+$/.test(text)) await io.die("number in parallel must be nonzero", 2);
    if (!/^\d+$/.test(text)) throw wrong(`--parallel=${text}`);
  }
  for (const text of values("batch")) if (!/^\d+$/.test(text) || Number(text) < 2) throw wrong(`--batch-size=${text}`);
}
