import type { Escape, Heredoc } from "../syntax.ts";
import { LexFailure } from "../expand/failure.ts";
import { ShellWord } from "../expand/shell-word.ts";
import { jsonForm } from "./json-form.ts";
import { type Span, textOf, trimSpan, whereOf, within } from "./logical-line.ts";
import { splitInstruction } from "./split.ts";

/** What `<<NAME` says, before its lines are read. */
export type Delimiter = Pick<Heredoc, "name" | "descriptor" | "expand" | "chomp">;

const shape = /^(\d*)<<(-?)[\t\n\f\r ]*([^<]*)$/;
const holders = new Set(["ADD", "COPY", "RUN"]);

/** The heredocs that a line begins, in order, with their places (BuildKit: parser.go, heredocsFromLine). */
export function heredocsIn(line: Span, escape: Escape): Omit<Heredoc, "content">[] {
  const text = textOf(line);
  if (!text.includes("<<") || !mayHold(line, escape)) return [];
  let from = 0;
  return words(text, { rawQuotes: true, rawEscapes: true }).flatMap((word) => {
    const delimiter = delimiterOf(word);
    if (!delimiter) return [];
    // Once a word is not found as it was read, none is looked for any more: each search reads the whole line.
    const found = from === -1 ? -1 : text.indexOf(word, from);
    const span = found === -1 ? trimSpan(line) : within(line, found, found + word.length);
    from = found === -1 ? -1 : found + word.length;
    return [{ ...delimiter, where: whereOf(span) }];
  });
}

/** Reads one word as the start of a heredoc; undefined where it is none. */
export function delimiterOf(word: string): Delimiter | undefined {
  const [, descriptor = "", dash, rest = ""] = shape.exec(word) ?? [];
  if (rest === "") return undefined;
  const [name, ...others] = words(rest, { rawQuotes: false, rawEscapes: false });
  if (name === undefined || others.length > 0) return undefined;
  const [raw = ""] = words(rest, { rawQuotes: true, rawEscapes: false });
  return { name, descriptor: Number(descriptor), expand: quotes(name) === quotes(raw), chomp: dash === "-" };
}

/** The content as its reader gets it: without the leading tabs of each line for `<<-`. */
export const chomped = ({ chomp, content }: Pick<Heredoc, "chomp" | "content">): string =>
  chomp ? content.replace(/(^|\n)\t+/g, "$1") : content;

/** ADD, COPY and RUN hold heredocs unless they are in JSON form; ONBUILD does where its trigger does. */
function mayHold(line: Span, escape: Escape): boolean {
  const { keyword, rest } = splitInstruction(line, escape);
  const name = textOf(keyword).toUpperCase();
  if (name !== "ONBUILD") return holders.has(name) && !jsonForm(rest);
  const inner = splitInstruction(rest, escape);
  return holders.has(textOf(inner.keyword).toUpperCase()) && !jsonForm(inner.rest);
}

/** Always with `\` as the escape character, whatever the directive says. A line that cannot be lexed has none. */
function words(text: string, options: { rawQuotes: boolean; rawEscapes: boolean }): readonly string[] {
  try {
    return new ShellWord(text, () => undefined, { escape: "\\", skipUnset: true, ...options }).read().words;
  } catch (error) {
    if (error instanceof LexFailure) return [];
    throw error;
  }
}

const quotes = (text: string): number => text.match(/['"]/g)?.length ?? 0;
