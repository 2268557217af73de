import type { Stdio } from "../stdio.ts";

/** How one key is compared. */
export interface Ordering {
  /** Blanks before its start, and before its end, do not count. */
  skipStart: boolean;
  skipEnd: boolean;
  ignore: "d" | "i" | undefined;
  fold: boolean;
  reverse: boolean;
  numeric: boolean;
  general: boolean;
  human: boolean;
  month: boolean;
  version: boolean;
  random: boolean;
}

/** -k: fields and characters from 0; Infinity for an end that is that of the line. */
export interface Key {
  readonly startField: number;
  readonly startChar: number;
  readonly endField: number;
  /** 0 for all of the field. */
  readonly endChar: number;
  readonly ordering: Ordering;
}

export const noOrdering = (): Ordering => ({
  skipStart: false,
  skipEnd: false,
  ignore: undefined,
  fold: false,
  reverse: false,
  numeric: false,
  general: false,
  human: false,
  month: false,
  version: false,
  random: false,
});

/** Whether nothing but perhaps -r is said of it. */
export const isPlain = ({ reverse: _, ...others }: Ordering): boolean =>
  Object.values(others).every((value) => value === false || value === undefined);

/** Sets what letters say; gives the number of letters understood. */
export function setOrdering(ordering: Ordering, letters: string, blanks: "start" | "end" | "both"): number {
  for (const [at, letter] of [...letters].entries()) {
    if (letter === "b") {
      ordering.skipStart ||= blanks !== "end";
      ordering.skipEnd ||= blanks !== "start";
    } else if (letter === "d") ordering.ignore = "d";
    else if (letter === "i") ordering.ignore ??= "i";
    else {
      const name = named[letter];
      if (name === undefined) return at;
      ordering[name] = true;
    }
  }
  return letters.length;
}

type Flag = "fold" | "general" | "human" | "month" | "numeric" | "random" | "reverse" | "version";
const named: Readonly<Record<string, Flag>> = {
  f: "fold",
  g: "general",
  h: "human",
  M: "month",
  n: "numeric",
  R: "random",
  r: "reverse",
  V: "version",
};

/** Dies where a key is of two kinds at once. */
export async function checkCompatible(io: Stdio, key: Ordering): Promise<void> {
  const other = key.version || key.random || key.ignore !== undefined;
  const kinds = [key.numeric, key.general, key.human, key.month, other].filter(Boolean).length;
  if (kinds <= 1) return;
  const letters = [
    [key.ignore === "d", "d"],
    [key.fold, "f"],
    [key.general, "g"],
    [key.human, "h"],
    [key.ignore === "i", "i"],
    [key.month, "M"],
    [key.numeric, "n"],
    [key.random, "R"],
    [key.version, "V"],
  ] as const;
  await io.die(`options '-${letters.flatMap(([set, letter]) => (set ? [letter] : [])).join("")}' are incompatible`, 2);
}

/** -k FIELD[.CHAR][LETTERS][,FIELD[.CHAR][LETTERS]] */
export async function parseKey(io: Stdio, spec: string): Promise<Key> {
  const ordering = noOrdering();
  const bad = (what: string) => io.die(`${what}: invalid field specification ${io.quote(spec)}`, 2);
  let rest = spec;
  const count = async (what: string): Promise<number> => {
    const digits = /^[ \t\n\v\f\r]*\+?(\d+)/.exec(rest);
    if (digits === null) return io.die(`${what}: invalid count at start of ${io.quote(rest)}`, 2);
    rest = rest.slice(digits[0].length);
    return Number(digits[1]);
  };
  const startField = (await count("invalid number at field start")) - 1;
  if (startField < 0) await bad("field number is zero");
  let startChar = 0;
  if (rest.startsWith(".")) {
    rest = rest.slice(1);
    startChar = (await count("invalid number after '.'")) - 1;
    if (startChar < 0) await bad("character offset is zero");
  }
  rest = rest.slice(setOrdering(ordering, rest, "start"));
  let [endField, endChar] = [Infinity, 0];
  if (rest.startsWith(",")) {
    rest = rest.slice(1);
    endField = (await count("invalid number after ','")) - 1;
    if (endField < 0) await bad("field number is zero");
    if (rest.startsWith(".")) {
      rest = rest.slice(1);
      endChar = await count("invalid number after '.'");
    }
    rest = rest.slice(setOrdering(ordering, rest, "end"));
  }
  if (rest !== "") await bad("stray character in field spec");
  return { startField, startChar, endField, endChar, ordering };
}
