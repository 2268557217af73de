/** Argument types that formats tell apart. */
export type ArgumentType = "none" | "any" | "character" | "string" | "integer" | "float";

/** What a format string refers to, or why it is none. */
export type Parsed<Spec> = { readonly spec: Spec } | { readonly reason: string };

/** A language whose format strings can be checked. */
export interface Format<Spec> {
  parse(text: string): Parsed<Spec>;
  /**
   * What is wrong with a translation, each a line. `equal`: it must use all arguments; otherwise it may
   * leave some out. `id` and `translation` are what the two are called.
   */
  compare(
    original: Spec,
    translated: Spec,
    options: { readonly equal: boolean; readonly id: string; readonly translation: string },
  ): readonly string[];
}

export const unterminated = "The string ends in the middle of a directive.";

export const invalidConversion = (directive: number, char: string): string =>
  /^[ -~]$/.test(char)
    ? `In the directive number ${directive}, the character '${char}' is not a valid conversion specifier.`
    : `The character that terminates the directive number ${directive} is not a valid conversion specifier.`;
