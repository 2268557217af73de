import type { Command } from "../command.ts";

/** "-t" and "--tag" of every flag. */
export const flagWords = ({ flags }: Command): readonly string[] =>
  [...Object.entries(flags).flatMap(([name, flag]) => wordsOf(name, flag.short)), "--help"].sort();

const wordsOf = (name: string, short: string | undefined): readonly string[] =>
  short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`];

/** Flags whose values are few and known. */
export const choicesOf = ({ flags }: Command) =>
  Object.entries(flags).flatMap(([name, flag]) =>
    flag.kind === "switch" || flag.choices === undefined
      ? []
      : [{ words: wordsOf(name, flag.short), choices: flag.choices }],
  );
