import { ShellError } from "../state/failure.ts";

export interface ParsedWords {
  /** Letters in order, each with its value. */
  readonly options: readonly { readonly letter: string; readonly value: string }[];
  readonly operands: readonly string[];
}

/** dash's nextopt(): letters of `allowed`, a colon behind one that takes a value. Throws `ShellError`. */
export function parseWords(args: readonly string[], allowed: string): ParsedWords {
  const options: { letter: string; value: string }[] = [];
  let at = 1;
  while (at < args.length) {
    const word = args[at]!;
    if (!word.startsWith("-") || word === "-") break;
    at++;
    if (word === "--") break;
    for (let index = 1; index < word.length; index++) {
      const letter = word[index]!;
      const known = letter === ":" ? -1 : allowed.indexOf(letter);
      if (known < 0) throw new ShellError(`Illegal option -${letter}`);
      if (allowed[known + 1] !== ":") {
        options.push({ letter, value: "" });
        continue;
      }
      const value = word.slice(index + 1) || args[at++];
      if (value === undefined) throw new ShellError(`No arg for -${letter} option`);
      options.push({ letter, value });
      break;
    }
  }
  return { options, operands: args.slice(at) };
}
