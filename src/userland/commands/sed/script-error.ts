/** A script that cannot be understood, in sed's words: "-e expression #1, char 3: …". */
export class ScriptError extends Error {
  /** 1 for a bad program, 4 for what sed calls a panic. */
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.name = "ScriptError";
    this.status = status;
  }
}

/** The messages of sed/compile.c. */
export const scriptErrors = {
  bang: "multiple `!'s",
  comma: "unexpected `,'",
  step: "invalid usage of +N or ~N as first address",
  openBrace: "unmatched `{'",
  closeBrace: "unexpected `}'",
  junk: "extra characters after command",
  slash: "expected \\ after `a', `c' or `i'",
  closeBraceAddress: "`}' doesn't want any addresses",
  colonAddress: ": doesn't want any addresses",
  sharpAddress: "comments don't accept any addresses",
  noCommand: "missing command",
  oneAddress: "command only uses one address",
  addressRegex: "unterminated address regex",
  substitute: "unterminated `s' command",
  transliterate: "unterminated `y' command",
  option: "unknown option to `s'",
  manyP: "multiple `p' options to `s' command",
  manyG: "multiple `g' options to `s' command",
  manyNumbers: "multiple number options to `s' command",
  zero: "number option to `s' command may not be zero",
  lengths: "strings for `y' command are different lengths",
  delimiter: "delimiter character is not a single-byte character",
  version: "expected newer version of sed",
  lineZero: "invalid usage of line address 0",
  label: '":" lacks a label',
  recursive: "recursive escaping after \\c not allowed",
  sandbox: "e/r/w commands disabled in sandbox mode",
  fileName: "missing filename in r/R/w/W commands",
  noRegex: "no previous regular expression",
  modifiers: "cannot specify modifiers on empty regexp",
} as const;
