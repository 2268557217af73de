import type { Part, Word } from "./parts.ts";

/**
 * A script as the shell reads it (dash: src/nodetypes). All text is latin1, one character a byte.
 * Lines count from 1 in the text that was read: a file, a string of -c or eval, a back quote.
 */
export type Command =
  | SimpleCommand
  | Sequence
  | AndOr
  | Not
  | Pipeline
  | Background
  | Subshell
  | Redirected
  | If
  | Loop
  | For
  | Case
  | FunctionDefinition
  | Conditional
  | ArithmeticCommand
  | ArithmeticFor;

export interface SimpleCommand {
  readonly type: "simple";
  readonly line: number;
  /** Words "name=value" in front of the command. */
  readonly assignments: readonly Word[];
  readonly words: readonly Word[];
  readonly redirections: readonly Redirection[];
}

/** `a; b`, one per line too. */
export interface Sequence {
  readonly type: "sequence";
  readonly commands: readonly Command[];
}

/** `a && b || c`, from left to right. */
export interface AndOr {
  readonly type: "and-or";
  readonly first: Command;
  readonly rest: readonly { readonly operator: "&&" | "||"; readonly command: Command }[];
}

export interface Not {
  readonly type: "not";
  readonly command: Command;
}

export interface Pipeline {
  readonly type: "pipeline";
  readonly commands: readonly Command[];
  /** `|&` before the command of that index + 1: standard error goes along. */
  readonly errorsToo?: readonly boolean[];
  readonly background: boolean;
}

export interface Background {
  readonly type: "background";
  readonly command: Command;
  readonly redirections: readonly Redirection[];
}

export interface Subshell {
  readonly type: "subshell";
  readonly line: number;
  readonly body: Command;
  readonly redirections: readonly Redirection[];
}

/** A compound command with redirections behind it. */
export interface Redirected {
  readonly type: "redirected";
  readonly line: number;
  readonly command: Command;
  readonly redirections: readonly Redirection[];
}

export interface If {
  readonly type: "if";
  /** `if`, and each `elif`. */
  readonly branches: readonly { readonly test: Command; readonly body: Command }[];
  readonly otherwise: Command | undefined;
}

export interface Loop {
  readonly type: "while" | "until";
  readonly test: Command;
  readonly body: Command;
}

export interface For {
  readonly type: "for";
  readonly line: number;
  readonly name: string;
  readonly words: readonly Word[];
  readonly body: Command;
}

export interface Case {
  readonly type: "case";
  readonly line: number;
  readonly subject: Word;
  readonly clauses: readonly CaseClause[];
}

export interface CaseClause {
  readonly patterns: readonly Word[];
  readonly body: Command | undefined;
  /** `;&` goes on with the next body, `;;&` with the next pattern. */
  readonly end?: "fall" | "test";
}

export interface FunctionDefinition {
  readonly type: "function";
  readonly line: number;
  readonly name: string;
  readonly body: Command;
}

/** `[[ … ]]` */
export interface Conditional {
  readonly type: "conditional";
  readonly line: number;
  readonly test: Test;
}

export type Test =
  | { readonly type: "both" | "either"; readonly left: Test; readonly right: Test }
  | { readonly type: "not"; readonly test: Test }
  | { readonly type: "unary"; readonly operator: string; readonly operand: Word }
  | { readonly type: "binary"; readonly operator: string; readonly left: Word; readonly right: Word };

/** `(( … ))` */
export interface ArithmeticCommand {
  readonly type: "arithmetic-command";
  readonly line: number;
  readonly expression: readonly Part[];
}

/** `for ((first; test; next))` */
export interface ArithmeticFor {
  readonly type: "arithmetic-for";
  readonly line: number;
  readonly first: readonly Part[];
  readonly test: readonly Part[];
  readonly next: readonly Part[];
  readonly body: Command;
}

export type Redirection = FileRedirection | Duplication | HereDocument;

export interface FileRedirection {
  readonly type: "<" | ">" | ">>" | ">|" | "<>";
  readonly descriptor: number;
  readonly target: Word;
  /** `&>`: standard error goes along. */
  readonly errorsToo?: boolean;
}

/** `>&` and `<&`; "-" closes. */
export interface Duplication {
  readonly type: "<&" | ">&";
  readonly descriptor: number;
  readonly target: Word;
}

export interface HereDocument {
  readonly type: "<<";
  readonly descriptor: number;
  /** Expanded as in double quotes; false where the end mark was quoted. */
  readonly expanded: boolean;
  /** Read behind the line in which it is asked for. */
  body: readonly Part[];
}
