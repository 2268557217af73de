import type { LexedInstruction } from "../lex/lexer.ts";
import type { Span } from "../lex/logical-line.ts";
import type { SplitInstruction } from "../lex/split.ts";
import type { Escape, Flag, Warning, Word } from "../syntax.ts";

/** What the parser of one instruction is given: the instruction, taken apart as far as all are alike. */
export interface Request extends Pick<LexedInstruction, "heredocs" | "where"> {
  readonly keyword: Word;
  /** The keyword in upper case. */
  readonly name: string;
  readonly flags: SplitInstruction["flags"];
  readonly rest: Span;
  readonly escape: Escape;
  /** The whole instruction. */
  readonly line: Span;
  readonly warn: (warning: Warning) => void;
}

/** The typed fields of one instruction; parse.ts adds what all have. */
export type Fields<I> = Omit<I, "keyword" | "text" | "where" | "comments" | "flags" | "heredocs"> & {
  readonly flags?: readonly Flag[];
};
