import type { Escape } from "../syntax.ts";
import { isSpace } from "../space.ts";
import { type Span, textOf, within } from "./logical-line.ts";

const blanks = /[\t\v\f\r ]+/g;

/** Words between blanks; quotes mean nothing (FROM, EXPOSE, and VOLUME, COPY and ADD unless they are JSON). */
export function plainWords(span: Span): Span[] {
  const text = textOf(span);
  if (text === "") return [];
  const words: Span[] = [];
  let from = 0;
  for (const gap of text.matchAll(blanks)) {
    words.push(within(span, from, gap.index));
    from = gap.index + gap[0].length;
  }
  words.push(within(span, from));
  return words;
}

/**
 * Words between blanks, where blanks in quotes and after the escape character do not separate (ENV, LABEL, ARG).
 * Quotes and escapes stay in the words. An escape character at the very end is dropped.
 */
export function quotedWords(span: Span, escape: Escape): Span[] {
  const { text } = span.line;
  const words: Span[] = [];
  let at = span.from;
  while (at < span.to) {
    if (isSpace(text[at]!)) {
      at++;
      continue;
    }
    const word = quotedWord({ ...span, from: at }, escape);
    at = word.end;
    if (word.span.to > word.span.from) words.push(word.span);
  }
  return words;
}

function quotedWord(span: Span, escape: Escape): { span: Span; end: number } {
  const { text } = span.line;
  let quote = "";
  let at = span.from;
  for (; at < span.to; at++) {
    const character = text[at]!;
    if (quote === "" && isSpace(character)) break;
    if (character === quote) quote = "";
    else if (quote === "" && (character === "'" || character === '"')) quote = character;
    else if (character === escape && quote !== "'") {
      if (at + 1 === span.to) return { span: { ...span, to: at }, end: span.to };
      at++;
    }
  }
  return { span: { ...span, to: at }, end: at };
}
