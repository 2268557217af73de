import type { Location, SourceText } from "../../errors.ts";
import { isSpace } from "../space.ts";
import type { Word } from "../syntax.ts";

/** A stretch of a logical line that lies on one line of the source. */
export interface Piece {
  /** Where it begins in the logical line. */
  readonly at: number;
  readonly line: number;
  readonly column: number;
}

/** An instruction with its continuations joined, which still knows where each character came from. */
export interface LogicalLine {
  readonly source: SourceText;
  readonly text: string;
  /** At least one, by rising `at`. */
  readonly pieces: readonly Piece[];
  /** The place of the whole instruction where its text is not in a file (a trigger of a base image). */
  readonly fixed?: Location | undefined;
}

/** A part of a logical line: characters `from` up to, not including, `to`. */
export interface Span {
  readonly line: LogicalLine;
  readonly from: number;
  readonly to: number;
}

export const spanOf = (line: LogicalLine): Span => ({ line, from: 0, to: line.text.length });

export const textOf = (span: Span): string => span.line.text.slice(span.from, span.to);

/** The part of `span` from `from` to `to`, counted from its own beginning. */
export const within = (span: Span, from: number, to = span.to - span.from): Span => ({
  line: span.line,
  from: span.from + from,
  to: span.from + to,
});

export const wordOf = (span: Span): Word => ({ text: textOf(span), where: whereOf(span) });

export function trimSpan(span: Span): Span {
  const { text } = span.line;
  let { from, to } = span;
  while (from < to && isSpace(text[from]!)) from++;
  while (to > from && isSpace(text[to - 1]!)) to--;
  return { line: span.line, from, to };
}

/** Where the span is in the source. Columns count UTF-16 units of the line, so they can slice it. */
export function whereOf({ line, from, to }: Span): Location {
  if (line.fixed) return line.fixed;
  const index = pieceAt(line, from);
  const first = line.pieces[index]!;
  const last = line.pieces[pieceAt(line, Math.max(from, to - 1))]!;
  const end = last === first ? to : line.pieces[index + 1]!.at;
  return {
    source: line.source,
    line: first.line,
    column: first.column + from - first.at,
    ...(last.line > first.line && { endLine: last.line }),
    endColumn: first.column + end - first.at,
  };
}

function pieceAt({ pieces }: LogicalLine, offset: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle]!.at <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
