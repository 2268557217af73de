import { type DjibError, type Location } from "../../errors.ts";
import { problem } from "../errors.ts";
import type { Escape, Word } from "../syntax.ts";
import { LexFailure } from "./failure.ts";
import { type ReadOptions, type ReadWord, ShellWord } from "./shell-word.ts";

export interface Scope {
  /** The value of a variable; undefined where it is unset ("" is set). */
  readonly get: (name: string) => string | undefined;
  /** Told of each variable that is unset; `handled` where the word itself says what then (`${v:-w}` and its like). */
  readonly onUnset?: ((name: string, where: Location, handled: boolean) => void) | undefined;
}

/** Expands a word to one word: variables are filled in, quotes and escapes taken out. Blanks do not split. */
export const expand = (word: Word, scope: Scope, escape: Escape): string => read(word, scope, { escape }).text;

/** Expands a word and splits the result at blanks that are not quoted (EXPOSE). */
export const expandToWords = (word: Word, scope: Scope, escape: Escape): readonly string[] =>
  read(word, scope, { escape }).words;

/** Expands the lines of a heredoc: quotes are plain characters, `\` escapes whatever the directive says. */
export const expandLines = (lines: Word, scope: Scope): string =>
  read(lines, scope, { escape: "\\", plainQuotes: true }).text;

function read(word: Word, scope: Scope, options: ReadOptions): ReadWord {
  const get = (name: string, handled: boolean): string | undefined => {
    const value = scope.get(name);
    if (value === undefined) scope.onUnset?.(name, word.where, handled);
    return value;
  };
  try {
    return new ShellWord(word.text, get, options).read();
  } catch (error) {
    if (error instanceof LexFailure) throw failed(error, word);
    throw error;
  }
}

function failed({ required, message }: LexFailure, { text, where }: Word): DjibError {
  if (required) {
    return problem("dockerfile/required-variable", message, {
      where,
      help: "give it a value with --build-arg, or with ARG or ENV above this line",
    });
  }
  const shown = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return problem("dockerfile/expansion", `cannot expand ${shown}: ${message}`, {
    where,
    help: "a $, quote or backslash that is meant as itself needs a backslash in front (or the escape character of this file)",
  });
}
