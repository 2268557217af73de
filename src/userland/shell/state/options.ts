/** The options of `set` by name, in dash's order (src/options.c, with Debian's privileged), each with its letter. */
export const optionLetters = {
  errexit: "e",
  noglob: "f",
  ignoreeof: "I",
  interactive: "i",
  monitor: "m",
  noexec: "n",
  stdin: "s",
  xtrace: "x",
  verbose: "v",
  vi: "V",
  emacs: "E",
  noclobber: "C",
  allexport: "a",
  notify: "b",
  nounset: "u",
  privileged: "p",
  nolog: "",
  debug: "",
} as const;

export type OptionName = keyof typeof optionLetters;

export const optionNames = Object.keys(optionLetters) as readonly OptionName[];

export const optionOfLetter = (letter: string): OptionName | undefined =>
  optionNames.find((name) => optionLetters[name] === letter);

/** `$-` */
export const flagsOf = (options: ReadonlySet<OptionName>): string =>
  optionNames
    .filter((name) => options.has(name))
    .map((name) => optionLetters[name])
    .toReversed()
    .join("");
