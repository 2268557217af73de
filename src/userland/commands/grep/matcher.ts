import type { Encoding } from "../../regex/characters.ts";
import { decodeAt, decodeBefore, invalidByte } from "../../regex/characters.ts";
import { type CharacterSet, isWord } from "../../regex/classes.ts";
import { checkBrackets } from "../../regex/confusing-brackets.ts";
import { Regex } from "../../regex/regex.ts";
import { RegexError } from "../../regex/regex-error.ts";
import { syntaxes } from "../../regex/syntax.ts";
import type { PatternLine } from "./patterns.ts";

export interface MatcherOptions {
  readonly dialect: "basic" | "extended" | "fixed";
  readonly encoding: Encoding;
  readonly ignoreCase: boolean;
  /** Byte that ends lines. */
  readonly lineEnd: number;
  readonly wholeLines: boolean;
  readonly words: boolean;
}

/** Patterns that are none: what is wrong, each with the place that grep's message names. */
export class PatternError extends Error {
  readonly messages: readonly string[];

  constructor(messages: readonly string[]) {
    super(messages.join("; "));
    this.messages = messages;
  }
}

/** What grep looks for: dfasearch.c. */
export class Matcher {
  private readonly regexes: readonly Regex[];
  private readonly words: boolean;
  private readonly encoding: Encoding;
  private readonly isWord: CharacterSet;
  /** Alone decides about a line. */
  private readonly simple: Regex | undefined;
  /** Stands for itself, so that it can be looked for as it is. */
  private readonly literal: Buffer | undefined;

  /** Throws `PatternError` for the first line that is no pattern. */
  constructor(lines: readonly PatternLine[], options: MatcherOptions) {
    this.words = options.words && !options.wholeLines;
    this.encoding = options.encoding;
    this.isWord = isWord(options.encoding);
    this.regexes = compile(lines, options);
    const [only] = this.regexes;
    this.simple = this.regexes.length === 1 && !only!.references && !this.words ? only : undefined;
    this.literal = options.wholeLines || options.words ? undefined : literalOf(lines, options);
  }

  /** The first line between two places, of which the first begins one, that has a match: where it begins; -1 where none has. */
  findLine(bytes: Buffer, from: number, end: number, lineEnd: number): number {
    for (let at = from; at < end;) {
      const hit = this.firstHit(bytes, at, end);
      if (hit < 0) return -1;
      const begin = hit <= at ? at : Math.max(at, bytes.lastIndexOf(lineEnd, hit - 1) + 1);
      if (begin >= end) return -1;
      if (this.simple !== undefined) return begin;
      const next = endOfLine(bytes, begin, end, lineEnd);
      if (this.findIn(bytes.subarray(begin, next)) !== undefined) return begin;
      at = next + 1;
    }
    return -1;
  }

  /** The first match in a line, which has no end, at or after a place: leftmost, longest. */
  findIn(line: Buffer, from = 0): readonly [number, number] | undefined {
    let best: readonly [number, number] | undefined;
    for (const regex of this.regexes) {
      const found = this.words ? this.findWord(regex, line, from) : regex.find(line, from);
      if (found === undefined) continue;
      const better = best === undefined || found[0] < best[0] || (found[0] === best[0] && found[1] > best[1]);
      if (better) best = found;
    }
    return best;
  }

  /** Some place within the first line that may match. */
  private firstHit(bytes: Buffer, from: number, end: number): number {
    if (this.literal !== undefined) {
      const at = bytes.indexOf(this.literal, from);
      return at < 0 || at + this.literal.length > end ? -1 : at;
    }
    let first = -1;
    for (const regex of this.regexes) {
      const hit = regex.endOfFirst(bytes, from, first < 0 ? end : first);
      if (hit >= 0) first = hit;
    }
    return first;
  }

  /** -w: neither side of the match is a word's character; shorter ones count too. */
  private findWord(regex: Regex, line: Buffer, from: number): readonly [number, number] | undefined {
    let found = regex.find(line, from);
    while (found !== undefined) {
      const [begin] = found;
      for (let end = found[1]; ;) {
        if (!this.wordAt(line, end) && !this.wordBefore(line, begin)) return [begin, end];
        if (end <= begin) break;
        end = regex.matchAt(line, begin, { end: end - 1, notEnd: true });
        if (end <= begin) break;
      }
      if (begin >= line.length) return undefined;
      found = regex.find(line, begin + 1);
    }
    return undefined;
  }

  private wordAt(line: Buffer, at: number): boolean {
    if (at >= line.length) return false;
    return this.has(this.encoding === "bytes" ? line[at]! : decodeAt(line, at, line.length));
  }

  private wordBefore(line: Buffer, at: number): boolean {
    if (at <= 0) return false;
    return this.has(this.encoding === "bytes" ? line[at - 1]! : decodeBefore(line, at, 0));
  }

  private has(code: number): boolean {
    return code < invalidByte && this.isWord(code);
  }
}

/** Where the line that begins at `begin` ends. */
export function endOfLine(bytes: Buffer, begin: number, end: number, lineEnd: number): number {
  const at = bytes.indexOf(lineEnd, begin);
  return at < 0 || at > end ? end : at;
}

const special = /[$*.[\\^]/g;

/** Lines with back-references stand alone; the others are branches of one pattern. */
function compile(lines: readonly PatternLine[], options: MatcherOptions): readonly Regex[] {
  const { dialect, encoding, ignoreCase, lineEnd, wholeLines } = options;
  const syntax = dialect === "extended" ? syntaxes.egrep : syntaxes.grep;
  const written = lines.map(({ text }) => (dialect === "fixed" ? text.replaceAll(special, String.raw`\$&`) : text));
  const make = (pattern: string): Regex =>
    new Regex(Buffer.from(pattern, "latin1"), { syntax, encoding, ignoreCase, lines: lineEnd, wholeLines });
  const alone: Regex[] = [];
  const together: string[] = [];
  checkEach(lines, (_, index) => {
    const regex = make(written[index]!);
    if (regex.references) alone.push(regex);
    else together.push(written[index]!);
  });
  if (dialect !== "fixed")
    checkEach(
      lines.map((line) => ({ ...line, file: "" })),
      ({ text }) => checkBrackets(text),
    );
  return together.length === 0 ? alone : [make(together.join("\n")), ...alone];
}

/** Tells of all that are wrong. */
function checkEach(lines: readonly PatternLine[], check: (line: PatternLine, index: number) => void): void {
  const messages: string[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      check(line, index);
    } catch (error) {
      if (!(error instanceof RegexError)) throw error;
      messages.push(line.file === "" ? error.message : `${line.file}:${line.line}: ${error.message}`);
    }
  }
  if (messages.length > 0) throw new PatternError(messages);
}

function literalOf(lines: readonly PatternLine[], { dialect, ignoreCase }: MatcherOptions): Buffer | undefined {
  const [only] = lines;
  if (lines.length !== 1 || ignoreCase || only!.text === "") return undefined;
  if (dialect !== "fixed" && !/^[\w /:;,=<>@%&"'!~#-]+$/.test(only!.text)) return undefined;
  return Buffer.from(only!.text, "latin1");
}
