import type { Anchor } from "./tree.ts";
import type { Syntax } from "./syntax.ts";

export type Token =
  | { readonly type: "character"; readonly code: number }
  | { readonly type: "anchor"; readonly anchor: Anchor | "wordEdge" | "notWordEdge" }
  | { readonly type: "reference"; readonly group: number }
  | { readonly type: "class"; readonly name: "alnum" | "space"; readonly negated: boolean }
  | { readonly type: TokenName; readonly code: number }
  | { readonly type: "end" };

type TokenName =
  | "choice"
  | "open"
  | "close"
  | "star"
  | "plus"
  | "question"
  | "openInterval"
  | "closeInterval"
  | "bracket"
  | "dot"
  | "backslash";

const newline = 0x0a;
const escaped: Readonly<Record<string, Token>> = {
  "<": { type: "anchor", anchor: "wordStart" },
  ">": { type: "anchor", anchor: "wordEnd" },
  b: { type: "anchor", anchor: "wordEdge" },
  B: { type: "anchor", anchor: "notWordEdge" },
  "`": { type: "anchor", anchor: "bufferStart" },
  "'": { type: "anchor", anchor: "bufferEnd" },
  w: { type: "class", name: "alnum", negated: false },
  W: { type: "class", name: "alnum", negated: true },
  s: { type: "class", name: "space", negated: false },
  S: { type: "class", name: "space", negated: true },
};

/** Reads a pattern token by token: peek_token of glibc's regcomp.c. With `folded`, characters come as their capitals. */
export class Reader {
  /** Characters, as codes. */
  readonly codes: readonly number[];
  private readonly upper: readonly number[];
  private readonly syntax: Syntax;
  /** Of the character that is read next. */
  at = 0;

  constructor(codes: readonly number[], upper: readonly number[], syntax: Syntax) {
    this.codes = codes;
    this.upper = upper;
    this.syntax = syntax;
  }

  /** What comes next, capital where case is folded. */
  code(ahead = 0): number | undefined {
    return this.upper[this.at + ahead];
  }

  next(caretHere = false): Token {
    const [token, length] = this.peek(caretHere);
    this.at += length;
    return token;
  }

  private peek(caretHere: boolean): readonly [Token, number] {
    const code = this.upper[this.at];
    if (code === undefined) return [{ type: "end" }, 0];
    if (code === 0x5c) return this.escape();
    return [this.plain(code, caretHere), 1];
  }

  private escape(): readonly [Token, number] {
    const code = this.codes[this.at + 1];
    if (code === undefined) return [{ type: "backslash", code: 0x5c }, 1];
    const { syntax } = this;
    const letter = code < 0x80 ? String.fromCharCode(code) : "";
    const operators = !syntax.has("limitedOperators");
    const special = (type: TokenName, when: boolean): readonly [Token, number] => [
      when ? { type, code } : { type: "character", code },
      2,
    ];
    if (Object.hasOwn(escaped, letter) && !syntax.has("noGnuOperators")) return [escaped[letter]!, 2];
    if (letter >= "1" && letter <= "9" && !syntax.has("noBackReferences"))
      return [{ type: "reference", group: Number(letter) }, 2];
    if (letter === "|") return special("choice", operators && !syntax.has("noBackslashBar"));
    if (letter === "(") return special("open", !syntax.has("noBackslashParens"));
    if (letter === ")") return special("close", !syntax.has("noBackslashParens"));
    if (letter === "+") return special("plus", operators && syntax.has("backslashPlusQuestion"));
    if (letter === "?") return special("question", operators && syntax.has("backslashPlusQuestion"));
    const braces = syntax.has("intervals") && !syntax.has("noBackslashBraces");
    if (letter === "{") return special("openInterval", braces);
    if (letter === "}") return special("closeInterval", braces);
    return [{ type: "character", code }, 2];
  }

  private plain(code: number, caretHere: boolean): Token {
    const { syntax } = this;
    const as = (type: TokenName, when = true): Token => ({ type: when ? type : "character", code });
    const bare = !syntax.has("limitedOperators") && !syntax.has("backslashPlusQuestion");
    const braces = syntax.has("intervals") && syntax.has("noBackslashBraces");
    switch (code) {
      case newline:
        return as("choice", syntax.has("newlineAlternates"));
      case 0x7c:
        return as("choice", !syntax.has("limitedOperators") && syntax.has("noBackslashBar"));
      case 0x2a:
        return as("star");
      case 0x2b:
        return as("plus", bare);
      case 0x3f:
        return as("question", bare);
      case 0x7b:
        return as("openInterval", braces);
      case 0x7d:
        return as("closeInterval", braces);
      case 0x28:
        return as("open", syntax.has("noBackslashParens"));
      case 0x29:
        return as("close", syntax.has("noBackslashParens"));
      case 0x5b:
        return as("bracket");
      case 0x2e:
        return as("dot");
      case 0x5e:
        return this.isCaret(caretHere) ? { type: "anchor", anchor: "lineStart" } : as("star", false);
      case 0x24:
        return this.isDollar() ? { type: "anchor", anchor: "lineEnd" } : as("star", false);
      default:
        return { type: "character", code };
    }
  }

  private isCaret(here: boolean): boolean {
    if (here || this.syntax.has("contextIndependentAnchors") || this.at === 0) return true;
    return this.syntax.has("newlineAlternates") && this.codes[this.at - 1] === newline;
  }

  private isDollar(): boolean {
    if (this.syntax.has("contextIndependentAnchors") || this.at + 1 === this.codes.length) return true;
    this.at += 1;
    const [{ type }] = this.peek(false);
    this.at -= 1;
    return type === "choice" || type === "close";
  }
}
