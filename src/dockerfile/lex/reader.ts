import type { SourceText } from "../../errors.ts";
import { limits } from "../../limits.ts";
import { problem } from "../errors.ts";

/** One line of the file. */
export interface PhysicalLine {
  readonly number: number;
  /** Without its line end (every trailing CR and LF). */
  readonly text: string;
  /** With it. */
  readonly raw: string;
  /** Column of `text`'s first character: 2 after a byte order mark. */
  readonly column: number;
}

export interface LineReader {
  /** The next line, or undefined at the end. Throws on a line that is too long. */
  next(): PhysicalLine | undefined;
  /** Number of the line that was read last. */
  readonly line: number;
}

const mark = "\ufeff";

/** Reads a file line by line; LF ends a line and CR before it does not count. A byte order mark is skipped. */
export function lineReader(source: SourceText): LineReader {
  let at = source.text.startsWith(mark) ? mark.length : 0;
  let line = 0;
  return {
    get line() {
      return line;
    },
    next() {
      const { text } = source;
      if (at >= text.length) return undefined;
      const end = text.indexOf("\n", at);
      const raw = text.slice(at, end === -1 ? text.length : end + 1);
      const column = line === 0 ? at + 1 : 1;
      at += raw.length;
      line++;
      checkLength(source, raw, line);
      return { number: line, text: withoutEnd(raw), raw, column };
    },
  };
}

function checkLength(source: SourceText, raw: string, line: number): void {
  const most = limits.dockerfileLine + (raw.endsWith("\n") ? 1 : 0);
  if (raw.length * 3 <= most || Buffer.byteLength(raw) <= most) return;
  throw problem("dockerfile/line-too-long", `line ${line} has more than ${limits.dockerfileLine} bytes`, {
    where: { source, line, column: 1 },
    help: "break the line with \\ at its end, or put the data in a file and COPY it",
  });
}

function withoutEnd(raw: string): string {
  let end = raw.length;
  while (end > 0 && (raw[end - 1] === "\n" || raw[end - 1] === "\r")) end--;
  return raw.slice(0, end);
}
