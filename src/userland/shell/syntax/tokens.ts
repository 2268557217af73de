/** Tokens of the grammar. */
export type Token =
  | ("end" | "newline" | "redirection" | "word")
  | (";" | "&" | "&&" | "||" | "|" | "(" | ")" | ";;" | "!" | "{" | "}")
  | ("case" | "do" | "done" | "elif" | "else" | "esac" | "fi" | "for" | "if" | "in" | "then" | "until" | "while");

/** The words in which dash names a token (src/mktokens). */
export function tokenName(token: Token): string {
  if (token === "end") return "end of file";
  return token === "newline" || token === "redirection" || token === "word" ? token : `"${token}"`;
}

/** Tokens that end a list of commands. */
export const endsList: ReadonlySet<Token> = new Set<Token>([
  "end",
  ")",
  ";;",
  "do",
  "done",
  "elif",
  "else",
  "esac",
  "fi",
  "then",
  "}",
]);

export const keywords: ReadonlySet<string> = new Set<Token>([
  "!",
  "case",
  "do",
  "done",
  "elif",
  "else",
  "esac",
  "fi",
  "for",
  "if",
  "in",
  "then",
  "until",
  "while",
  "{",
  "}",
]);
