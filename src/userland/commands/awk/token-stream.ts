import { Lexer, SyntaxFailure, type Token } from "./lexer.ts";

/** Where "/" divides: behind what a value ends with. */
const endsValue = ({ type, text }: Token): boolean =>
  type === "number" ||
  type === "string" ||
  type === "regex" ||
  type === "name" ||
  (type === "builtin" && text === "length") ||
  (type === "operator" && (text === ")" || text === "]" || text === "++" || text === "--" || text === "$"));

/** The tokens of a program, one at a time. */
export class TokenStream {
  protected token: Token;
  private readonly lexer: Lexer;
  private ahead: Token | undefined;

  constructor(text: string) {
    this.lexer = new Lexer(text);
    this.token = this.lexer.next(true);
  }

  protected advance(): void {
    const last = this.token;
    this.token = this.ahead ?? this.lexer.next(!endsValue(last));
    this.ahead = undefined;
  }

  protected peek(): Token {
    return (this.ahead ??= this.lexer.next(!endsValue(this.token)));
  }

  /** What stands behind newlines and semicolons; they are read. */
  protected peekPastNewlines(): Token {
    const first = this.token;
    while (this.token.type === "newline" || this.is(";")) this.advance();
    const found = this.token;
    if (found.type === "word" && found.text === "else") return found;
    // One terminator ended the statement; the others say nothing.
    this.ahead = found;
    this.token = { ...first, type: "newline", text: "\n" };
    return found;
  }

  protected is(operator: string): boolean {
    return this.token.type === "operator" && this.token.text === operator;
  }

  protected operator(operator: string): boolean {
    const found = this.is(operator);
    if (found) this.advance();
    return found;
  }

  protected word(word: string): boolean {
    const found = this.token.type === "word" && this.token.text === word;
    if (found) this.advance();
    return found;
  }

  protected expect(operator: string): void {
    if (!this.operator(operator)) this.fail();
  }

  protected newlines(): void {
    while (this.token.type === "newline") this.advance();
  }

  protected terminators(): void {
    while (this.token.type === "newline" || this.is(";")) this.advance();
  }

  protected fail(): never {
    const { type, text, line } = this.token;
    if (type === "end") throw new SyntaxFailure(line, "syntax error at or near end of file");
    throw new SyntaxFailure(line, `syntax error at or near ${type === "newline" ? "end of line" : text}`);
  }
}
