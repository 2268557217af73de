import type { Escape } from "../syntax.ts";
import { isSpace } from "../space.ts";
import { type Span, textOf, trimSpan, within } from "./logical-line.ts";

/** A word in front of the arguments that begins with `--`: quotes and escapes are taken out. */
export interface RawFlag {
  readonly text: string;
  /** For each character of `text`, where it stands in the logical line. */
  readonly offsets: readonly number[];
  readonly span: Span;
}

export interface SplitInstruction {
  readonly keyword: Span;
  readonly flags: readonly RawFlag[];
  /** What follows, without blanks around it. */
  readonly rest: Span;
}

const blanks = /[\t\v\f\r ]+/;

/** Takes keyword and flags off an instruction (BuildKit: parser/split_command.go, but by characters, not bytes). */
export function splitInstruction(line: Span, escape: Escape): SplitInstruction {
  const all = trimSpan(line);
  const text = textOf(all);
  const gap = blanks.exec(text);
  if (!gap) return { keyword: all, flags: [], rest: within(all, text.length) };
  const { flags, end } = splitFlags(within(all, gap.index + gap[0].length), escape);
  return {
    keyword: within(all, 0, gap.index),
    flags,
    rest: trimSpan({ line: all.line, from: end, to: all.to }),
  };
}

function splitFlags(span: Span, escape: Escape): { flags: RawFlag[]; end: number } {
  const { text } = span.line;
  const flags: RawFlag[] = [];
  let at = span.from;
  for (;;) {
    while (at < span.to && isSpace(text[at]!)) at++;
    if (at === span.to || !text.startsWith("--", at)) return { flags, end: at };
    const flag = readFlag({ ...span, from: at }, escape);
    at = flag.span.to;
    if (flag.text === "--") return { flags, end: at };
    flags.push(flag);
  }
}

/** Reads one word from the start of `span`. */
function readFlag(span: Span, escape: Escape): RawFlag {
  const { text } = span.line;
  const offsets: number[] = [];
  let quote = "";
  let at = span.from;
  for (; at < span.to; at++) {
    const character = text[at]!;
    if (quote === "" && isSpace(character)) break;
    if (character === quote) quote = "";
    else if (quote === "" && (character === "'" || character === '"')) quote = character;
    else if (character !== escape) offsets.push(at);
    else if (at + 1 < span.to) offsets.push(++at);
  }
  return { text: offsets.map((offset) => text[offset]).join(""), offsets, span: { ...span, to: at } };
}
