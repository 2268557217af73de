import type { Command } from "./tree.ts";

/** A word as it is read, before anything in it is expanded. */
export interface Word {
  readonly parts: readonly Part[];
  /** `name=(…)` */
  readonly elements?: readonly Word[];
}

export type Part = Literal | Quoted | DoubleQuoted | ParameterExpansion | CommandSubstitution | ArithmeticExpansion;

export interface Literal {
  readonly type: "literal";
  text: string;
}

/** Text in single quotes, or behind a backslash. */
export interface Quoted {
  readonly type: "quoted";
  text: string;
  /** By quotes, which make a word even of nothing. */
  readonly marks: boolean;
}

export interface DoubleQuoted {
  readonly type: "double";
  readonly parts: readonly Part[];
}

export type ParameterOperator = keyof typeof parameterOperators;

/** What may follow the name; "bad" is found wrong only when it is expanded. */
export const parameterOperators = {
  "": "the value itself",
  length: "${#x}",
  bad: "none of these",
  "-": "default",
  "=": "assign",
  "?": "demand",
  "+": "alternative",
  "#": "shortest beginning removed",
  "##": "longest beginning removed",
  "%": "shortest end removed",
  "%%": "longest end removed",
  "/": "first match replaced",
  "//": "all matches replaced",
  "/#": "a match at the beginning replaced",
  "/%": "a match at the end replaced",
  slice: "${x:offset:length}",
  "^": "first letter capital",
  "^^": "capitals",
  ",": "first letter small",
  ",,": "small letters",
  indirect: "${!x}",
  keys: "${!x[@]}",
  names: "${!x*}",
  Q: "${x@Q}",
} as const;

export interface ParameterExpansion {
  readonly type: "parameter";
  readonly name: string;
  readonly operator: ParameterOperator;
  /** A colon: null counts as unset. */
  readonly nullToo: boolean;
  readonly word: readonly Part[];
  /** The replacement of `/`, the length of a slice. */
  readonly second?: readonly Part[] | undefined;
  /** `[…]` behind the name. */
  readonly index?: readonly Part[] | undefined;
}

export interface CommandSubstitution {
  readonly type: "command";
  readonly body: Command | undefined;
  /** `<(…)` and `>(…)`: a path instead of the output. */
  readonly process?: "<" | ">";
}

export interface ArithmeticExpansion {
  readonly type: "arithmetic";
  readonly parts: readonly Part[];
}
