import type { OpenFile } from "../../kernel/open-file.ts";
import { limits } from "../../../limits.ts";
import { Refusal } from "../../kernel/refusal.ts";
import type { Stdio } from "../stdio.ts";
import { endOfLine, type Matcher } from "./matcher.ts";
import type { Printer } from "./printer.ts";

/** What grep reads at first, and looks for NUL bytes in: INITIAL_BUFSIZE. */
const bufferSize = 96 * 1024;

export interface SearchOptions {
  readonly lineEnd: number;
  readonly invert: boolean;
  readonly onlyMatching: boolean;
  /** Selected lines after which a file is left. */
  readonly most: number;
  readonly before: number;
  readonly after: number;
  /** Between groups of lines; undefined for none. Groups are told apart only where context was asked for. */
  readonly separator: string | undefined;
  readonly context: boolean;
  /** Nothing is printed of lines. */
  readonly silent: boolean;
  readonly stopAtFirst: boolean;
  readonly count: boolean;
  readonly binary: "binary" | "text" | "without-match";
}

interface Line {
  readonly text: Buffer;
  readonly number: number;
  readonly offset: number;
}

/** Whether a group of lines was printed already, by this file or one before it. */
export interface Progress {
  printed: boolean;
}

/** Searches one file: grep() and what it calls in grep.c. */
export class Search {
  /** Lines that were selected. */
  selected = 0;
  /** Offset behind the last line that was selected. */
  lastEnd = 0;
  /** All of it was read. */
  complete = false;
  private readonly io: Stdio;
  private readonly matcher: Matcher;
  private readonly printer: Printer;
  private readonly options: SearchOptions;
  private readonly progress: Progress;
  private readonly name: string;
  private silent: boolean;
  private stopAtFirst: boolean;
  /** Lines selected when NUL bytes were seen; -1 before that. */
  private atNul = -1;
  private number = 0;
  private pending = 0;
  /** Lines that may still be printed as context, and where printing stands. */
  private held: Line[] = [];
  private lastPrinted = -1;

  constructor(io: Stdio, name: string, matcher: Matcher, printer: Printer, options: SearchOptions, progress: Progress) {
    this.io = io;
    this.name = name;
    this.matcher = matcher;
    this.printer = printer;
    this.options = options;
    this.progress = progress;
    this.silent = options.silent;
    this.stopAtFirst = options.stopAtFirst;
  }

  /** Rejects as read(2) fails. */
  async run(file: OpenFile): Promise<void> {
    const { lineEnd, binary } = this.options;
    let rest = Buffer.alloc(0);
    for (let offset = 0; ;) {
      const pause = this.io.proc.breathe();
      if (pause) await pause;
      const read = await file.read(bufferSize);
      const bytes = Buffer.from(read.buffer, read.byteOffset, read.length);
      if (this.atNul < 0 && lineEnd !== 0 && binary !== "text" && bytes.includes(0)) {
        if (binary === "without-match") return;
        if (!this.options.count) this.silent = this.stopAtFirst = true;
        this.atNul = this.selected;
      }
      const text = Buffer.concat([rest, this.atNul < 0 ? bytes : withoutNul(bytes, lineEnd)]);
      const end = read.length === 0 ? text.length : text.lastIndexOf(lineEnd) + 1;
      if (end > 0 && !(await this.lines(text, end, offset))) return;
      rest = text.subarray(end);
      offset += end;
      if (rest.length > limits.line) throw new Refusal(this.io.name, "a line is too long to be held");
      if (read.length > 0) continue;
      this.complete = true;
      return;
    }
  }

  /** A message is due that a binary file matches. */
  get binaryMatches(): boolean {
    const { binary, silent } = this.options;
    return binary === "binary" && !silent && (this.printer.omitted || (this.atNul >= 0 && this.atNul < this.selected));
  }

  /** false where no more is wanted. */
  private async lines(text: Buffer, end: number, offset: number): Promise<boolean> {
    const { lineEnd, invert } = this.options;
    for (let at = 0; at < end;) {
      const found = this.matcher.findLine(text, at, end, lineEnd);
      const hit = found < 0 ? end : found;
      if (invert ? !(await this.each(text, at, hit, offset, true)) : !(await this.each(text, at, hit, offset, false)))
        return false;
      if (hit >= end) return true;
      const next = endOfLine(text, hit, end, lineEnd) + 1;
      if (!(await this.each(text, hit, next, offset, !invert))) return false;
      at = next;
    }
    return true;
  }

  /** Lines from one place to another, all selected or none. */
  private async each(text: Buffer, from: number, to: number, offset: number, selected: boolean): Promise<boolean> {
    const { lineEnd } = this.options;
    if (!selected && this.skips()) {
      this.number += countOf(text, lineEnd, from, to);
      return true;
    }
    for (let at = from; at < to;) {
      const end = endOfLine(text, at, Math.min(to, text.length), lineEnd);
      this.number += 1;
      const line = { text: text.subarray(at, end), number: this.number, offset: offset + at };
      if (selected ? !this.select(line) : !this.pass(line)) return false;
      const pause = this.io.put("") ?? this.io.proc.breathe();
      if (pause) await pause;
      at = end + 1;
    }
    return true;
  }

  /** Lines that were not selected need no look. */
  private skips(): boolean {
    return this.silent || (this.pending === 0 && this.options.before === 0);
  }

  private select(line: Line): boolean {
    const { most, before, after, context, separator } = this.options;
    if (this.selected >= most) return this.pass(line);
    this.selected += 1;
    this.lastEnd = line.offset + line.text.length + 1;
    if (!this.silent) {
      const leading = before > 0 ? this.held : [];
      const first = leading[0]?.number ?? line.number;
      if (context && this.progress.printed && separator !== undefined && first !== this.lastPrinted + 1)
        this.io.put(`${separator}\n`);
      for (const each of leading) this.print(each, "-");
      this.print(line, ":");
      this.pending = after;
    }
    this.held = [];
    this.progress.printed = true;
    return !((this.selected >= most && this.pending === 0) || this.stopAtFirst);
  }

  private pass(line: Line): boolean {
    const { most, before } = this.options;
    if (this.pending > 0) {
      this.pending -= 1;
      this.print(line, "-");
      return !(this.selected >= most && this.pending === 0);
    }
    if (before > 0 && !this.silent) {
      this.held.push(line);
      if (this.held.length > before) this.held.shift();
    }
    return this.selected < most;
  }

  private print(line: Line, separator: string): void {
    const { onlyMatching, invert, lineEnd } = this.options;
    const end = String.fromCharCode(lineEnd);
    this.lastPrinted = line.number;
    if (!onlyMatching) this.printer.line(line.text, separator, this.name, line.number, line.offset, end);
    else if ((separator === ":") !== invert) this.printMatches(line, end);
  }

  /** -o: the parts that match, each on a line. */
  private printMatches(line: Line, end: string): void {
    const { text, number, offset } = line;
    const separator = this.options.invert ? "-" : ":";
    for (let at = 0; at < text.length;) {
      const found = this.matcher.findIn(text, at);
      if (found === undefined || found[0] >= text.length) return;
      const [begin, stop] = found;
      const part = text.subarray(begin, stop);
      if (stop > begin && !this.printer.line(part, separator, this.name, number, offset + begin, end)) return;
      at = Math.max(stop, begin + 1);
    }
  }
}

/** NUL bytes of a binary file end lines. */
function withoutNul(bytes: Buffer, lineEnd: number): Buffer {
  if (!bytes.includes(0)) return bytes;
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(0); at >= 0; at = copy.indexOf(0, at + 1)) copy[at] = lineEnd;
  return copy;
}

function countOf(text: Buffer, byte: number, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf(byte, from); at >= 0 && at < to; at = text.indexOf(byte, at + 1)) count += 1;
  return count;
}
