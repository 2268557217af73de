/** Why a pattern is none, in the words of regerror(3), in which each program reports it. */
export class RegexError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RegexError";
  }
}

/** The messages of glibc's regcomp(3). */
export const regexErrors = {
  badPattern: "Invalid regular expression",
  collation: "Invalid collation character",
  class: "Invalid character class name",
  escape: "Trailing backslash",
  backReference: "Invalid back reference",
  bracket: "Unmatched [, [^, [:, [., or [=",
  paren: "Unmatched ( or \\(",
  brace: "Unmatched \\{",
  interval: "Invalid content of \\{\\}",
  range: "Invalid range end",
  repeat: "Invalid preceding regular expression",
  size: "Regular expression too big",
  closingParen: "Unmatched ) or \\)",
} as const;
