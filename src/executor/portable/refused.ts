import type { DjibError, Location } from "../../errors.ts";
import { limits } from "../../limits.ts";
import type { Impossible } from "../../userland/kernel/program.ts";
import type { RunStep } from "../executor.ts";
import { problem } from "./errors.ts";

/** What cannot be done, and the line of the script it stands on, from 1, where that is known. */
export interface Refused extends Impossible {
  readonly line?: number | undefined;
}

const elsewhere = "--executor linux runs the real programs, on a Linux host";

/** `portable/cannot`, at the word where the Dockerfile has it. */
export function refusedRun({ where, scripts }: Pick<RunStep, "where" | "scripts">, refused: Refused): DjibError {
  const { word, reason, help, line } = refused;
  const message = `the portable executor cannot run this: ${word} ${reason}`;
  return problem("portable/cannot", message, {
    where: placeInRun(where, { word, line: scripts.length === 0 ? undefined : line }),
    help: help === undefined ? elsewhere : `${help}; ${elsewhere}`,
  });
}

interface Sought {
  readonly word: string;
  /** Of a here-document. */
  readonly line?: number | undefined;
}

/**
 * Where a word of a RUN stands in the Dockerfile: in the line of its here-document, else where its lines
 * have it first; the instruction itself where they do not, as when a variable brought it.
 */
export function placeInRun(where: Location, { word, line }: Sought): Location {
  const lines = where.source.text.split(/\r?\n/);
  const last = Math.min(where.endLine ?? where.line, lines.length);
  const from = line === undefined ? where.line : where.line + line;
  const until = line === undefined ? last : Math.min(from, last);
  for (const part of [word, word.slice(word.lastIndexOf(" ") + 1)])
    for (let at = from; at <= until && word.length <= limits.path; at++) {
      const column = columnOf(lines[at - 1]!, part);
      if (column > 0) return { source: where.source, line: at, column, endLine: at, endColumn: column + part.length };
    }
  return line === undefined || from > last ? where : { source: where.source, line: from, column: 1 };
}

/** As a word of its own, from 1; 0 where it is not there. */
function columnOf(line: string, word: string): number {
  if (word === "") return 0;
  const isInWord = (character: string | undefined) => character !== undefined && /[\w.-]/.test(character);
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1))
    if (!isInWord(line[at - 1]) && !isInWord(line[at + word.length])) return at + 1;
  return 0;
}
