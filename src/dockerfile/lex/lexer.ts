import type { Location, SourceText } from "../../errors.ts";
import { limits } from "../../limits.ts";
import { problem } from "../errors.ts";
import { isSpace, trim, trimStart } from "../space.ts";
import type { Directive, Escape, Heredoc, Warning, Word } from "../syntax.ts";
import { readDirective } from "./directives.ts";
import { heredocsIn } from "./heredoc.ts";
import { type LogicalLine, type Piece, type Span, spanOf, whereOf } from "./logical-line.ts";
import { type LineReader, lineReader, type PhysicalLine } from "./reader.ts";

/** One instruction, still as text. */
export interface LexedInstruction {
  readonly line: Span;
  readonly heredocs: readonly Heredoc[];
  readonly comments: readonly Word[];
  /** From the first line to the last one of its last heredoc. */
  readonly where: Location;
}

export interface Lexed {
  readonly escape: Escape;
  readonly directives: readonly Directive[];
  readonly instructions: readonly LexedInstruction[];
  readonly warnings: readonly Warning[];
}

const continuation = {
  "\\": /([^\\])\\[ \t]*$|^\\[ \t]*$/,
  "`": /([^`])`[ \t]*$|^`[ \t]*$/,
} as const;

const isComment = (text: string): boolean => trimStart(text).startsWith("#");

/**
 * Splits a file into instructions: directives, comments, continuations and heredocs (BuildKit: parser/parser.go).
 * `fixed` is the place of everything where the text is not in a file.
 */
export function lex(source: SourceText, fixed?: Location): Lexed {
  const reader = lineReader(source);
  const directives: Directive[] = [];
  const instructions: LexedInstruction[] = [];
  const warnings: Warning[] = [];
  let comments: Word[] = [];
  let inDirectives = true;
  let escape: Escape = "\\";

  for (let line = reader.next(); line; line = reader.next()) {
    const start = trimStart(line.text);
    if (start === "" || start.startsWith("#")) {
      const word = { text: start, where: fixed ?? place(source, line, line.text.length - start.length) };
      const directive: Directive | undefined = inDirectives ? readDirective(start, directives, word.where) : undefined;
      inDirectives = directive !== undefined;
      if (directive) directives.push(directive);
      if (directive?.name === "escape") escape = directive.value as Escape;
      if (!directive && start !== "") comments = remember(comments, word, line.text);
      continue;
    }
    inDirectives = false;
    if (instructions.length === limits.instructions) throw tooMany(source, line);
    const joined = join(source, line, reader, escape);
    const span = spanOf({ ...joined.line, fixed });
    const heredocs = readHeredocs(span, reader, escape);
    const where = fixed ?? { ...whereOf(span), ...(reader.line > line.number && { endLine: reader.line }) };
    instructions.push({ line: span, heredocs, comments, where });
    if (joined.empty) warnings.push(emptyLine(fixed ?? joined.empty));
    comments = [];
  }
  return { escape, directives, instructions, warnings };
}

/**
 * Reads on while lines end in the escape character; comments and empty lines between are left out. The first empty
 * one is reported, up to the last line of the instruction, where BuildKit tells of it.
 */
function join(source: SourceText, first: PhysicalLine, reader: LineReader, escape: Escape) {
  const pieces: Piece[] = [];
  let empty: Location | undefined;
  let text = "";
  let current: PhysicalLine | undefined = first;
  for (let goesOn = true; goesOn && current; current = goesOn ? reader.next() : undefined) {
    const skipped: number = current === first ? current.text.length - trimStart(current.text).length : 0;
    const content = current.text.slice(skipped);
    if (current !== first && isComment(content)) continue;
    if (current !== first && trimStart(content) === "") {
      empty ??= place(source, current, 0);
      continue;
    }
    goesOn = continuation[escape].test(content);
    const kept = goesOn ? content.replace(continuation[escape], "$1") : content;
    if (kept !== "" || pieces.length === 0) {
      pieces.push({ at: text.length, line: current.number, column: current.column + skipped });
    }
    text += kept;
  }
  const line: LogicalLine = { source, text, pieces };
  return { line, empty: empty && { ...empty, endLine: reader.line } };
}

/** Reads the lines of each heredoc that the instruction begins. */
function readHeredocs(line: Span, reader: LineReader, escape: Escape): Heredoc[] {
  return heredocsIn(line, escape).map((heredoc) => {
    const content: string[] = [];
    for (let next = reader.next(); next; next = reader.next()) {
      const end = heredoc.chomp ? next.text.replace(/^\t+/, "") : next.text;
      if (end === heredoc.name) return { ...heredoc, content: content.join("") };
      content.push(next.raw);
    }
    throw problem("dockerfile/unterminated-heredoc", `the here-document <<${heredoc.name} has no end`, {
      where: heredoc.where,
      help: `add a line that holds ${heredoc.name} and nothing else${heredoc.chomp ? " (tabs may stand before it)" : ""}. If << was meant for the shell, as in $((1<<2)), leave no blanks around it`,
    });
  });
}

/** A `#` alone begins a new block of comments. An indented comment keeps its `#`, as in BuildKit. */
function remember(comments: Word[], { where }: Word, line: string): Word[] {
  const said = trim(line.slice(1));
  if (said === "") return [];
  comments.push({ text: said, where });
  return comments;
}

const tooMany = (source: SourceText, line: PhysicalLine) =>
  problem("dockerfile/too-large", `${source.name} has more than ${limits.instructions} instructions`, {
    where: place(source, line, 0),
    help: "check that -f names a Dockerfile",
  });

const emptyLine = (where: Location): Warning => ({
  code: "NoEmptyContinuation",
  message: "an empty line inside an instruction that goes on over several lines",
  where,
});

function place(source: SourceText, line: PhysicalLine, skipped: number): Location {
  let end = line.text.length;
  while (end > skipped && isSpace(line.text[end - 1]!)) end--;
  return { source, line: line.number, column: line.column + skipped, endColumn: line.column + end };
}
