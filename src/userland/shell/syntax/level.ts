export type Syntax = "base" | "double" | "arithmetic";

/** A level of `${…}` or `$((…))` whose text is read by other rules than what is around it (dash: struct synstack). */
export interface Level {
  syntax: Syntax;
  doubleQuoted: boolean;
  /** An odd number of double quotes within `"${…"`. */
  innerQuotes: boolean;
  /** Made for a `${`: ends with it. */
  ofParameter: boolean;
  /** Open `${` on this level. */
  parameters: number;
  quotedParameters: number;
  parentheses: number;
}

export const level = (syntax: Syntax, doubleQuoted: boolean, ofParameter = false): Level => ({
  syntax,
  doubleQuoted,
  innerQuotes: false,
  ofParameter,
  parameters: 0,
  quotedParameters: 0,
  parentheses: 0,
});
