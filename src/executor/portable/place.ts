import type { Location } from "../../errors.ts";
import type { RunStep } from "../executor.ts";

/** A word of a script, and the line that it stands on, from 1, where that is known. */
export interface Sought {
  readonly word: string;
  readonly line?: number | undefined;
}

/**
 * Where a word of a RUN stands in the Dockerfile. Lines of a here-document are found as they are; a command
 * in shell form is one line to the shell, however many it has, so that the first place of the word counts.
 * The instruction itself where its lines do not have the word, as when a variable brought it.
 */
export function placeInRun(step: Pick<RunStep, "where" | "args" | "scripts">, { word, line }: Sought): Location {
  const { where, args, scripts } = step;
  const lines = where.source.text.split(/\r?\n/);
  const last = Math.min(where.endLine ?? where.line, lines.length);
  const script = (scripts[0]?.content ?? args.at(-1) ?? "").split("\n");
  const text = script.length > 1 && line !== undefined ? script[line - 1] : undefined;
  const exact = text === undefined ? -1 : lines.indexOf(text, where.line - 1);
  const [from, until] = exact >= 0 && exact < last ? [exact + 1, exact + 1] : [where.line, last];
  for (const part of partsOf(word))
    for (let at = from; at <= until; at++) {
      const column = columnOf(lines[at - 1]!, part);
      if (column > 0) return { source: where.source, line: at, column, endLine: at, endColumn: column + part.length };
    }
  return from === until && from !== where.line ? { source: where.source, line: from, column: 1 } : where;
}

/** All of it, else an option without its program, else the program. */
function partsOf(word: string): readonly string[] {
  const blank = word.lastIndexOf(" ");
  return blank < 0 ? [word] : [word, word.slice(blank + 1), word.slice(0, word.indexOf(" "))];
}

/** As a word of its own, from 1; 0 where it is not there. */
function columnOf(line: string, word: string): number {
  if (word === "") return 0;
  const isInWord = (character: string | undefined) => character !== undefined && /[\w.-]/.test(character);
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1))
    if (!isInWord(line[at - 1]) && !isInWord(line[at + word.length])) return at + 1;
  return 0;
}
