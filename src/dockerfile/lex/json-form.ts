import { trimStart } from "../space.ts";
import { type Span, textOf, whereOf, within } from "./logical-line.ts";
import type { Word } from "../syntax.ts";

/** `mixed`: a JSON list that holds other things than strings, which is an error rather than the shell form. */
export type JsonForm = { readonly type: "strings"; readonly words: readonly Word[] } | { readonly type: "mixed" };

/**
 * The JSON form of an instruction's arguments, or undefined where they are not JSON: then they are a shell command
 * or plain words, silently, whatever is wrong with the JSON (BuildKit: parser/line_parsers.go, parseJSON).
 */
export function jsonForm(span: Span): JsonForm | undefined {
  const text = textOf(span);
  if (!trimStart(text).startsWith("[")) return undefined;
  const values = parse(text);
  if (values === undefined) return undefined;
  if (!values.every((value) => typeof value === "string")) return { type: "mixed" };
  let at = 0;
  const words = values.map((value) => {
    const from = text.indexOf('"', at);
    at = stringEnd(text, from);
    return { text: wellFormed(value), where: whereOf(within(span, from, at)) };
  });
  return { type: "strings", words };
}

function parse(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(trimStart(text));
    // Go: a number beyond float64 does not unmarshal.
    return Array.isArray(value) && !value.some((item) => item === Infinity || item === -Infinity) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** One past the closing quote of the JSON string that opens at `from`. */
function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

/** Go replaces half a surrogate pair by U+FFFD. */
const wellFormed = (text: string): string =>
  text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
