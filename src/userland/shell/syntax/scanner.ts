import type { ExpectedDocument } from "./here-document.ts";
import { SyntaxProblem } from "./syntax-error.ts";
import type { Aliases, Source } from "./source.ts";
import { keywords, type Token, tokenName } from "./tokens.ts";
import type { Word } from "./parts.ts";
import type { ReadSubstitution } from "./reading.ts";
import { WordReader } from "./word-reader.ts";
import { plainText } from "./words.ts";

export interface ScannerOptions {
  readonly aliases: Aliases;
}

/** What the next token may be, beside an operator or a word. */
export interface Check {
  /** Newlines are skipped. */
  readonly newlines?: boolean;
  readonly keywords?: boolean;
  readonly aliases?: boolean;
  /** The end mark of a here-document. */
  readonly mark?: boolean;
}

export type RedirectionOperator = "<" | ">" | ">>" | ">|" | "<>" | "<&" | ">&" | "<<" | "<<-";

/** The tokens of a script, one by one, the last of which can be put back (dash: readtoken(), xxreadtoken()). */
export class Scanner {
  readonly #source: Source;
  readonly #aliases: Aliases;
  readonly #substitution: ReadSubstitution;
  #documents: ExpectedDocument[] = [];
  #putBack = false;
  #check: Check = {};
  last: Token = "newline";
  /** Of the last word that was read; it stays what it was where another token follows. */
  word: Word = { parts: [] };
  quoted = false;
  redirection: { readonly descriptor: number; readonly operator: RedirectionOperator } = {
    descriptor: 0,
    operator: "<",
  };

  constructor(source: Source, { aliases }: ScannerOptions, substitution: ReadSubstitution) {
    this.#source = source;
    this.#aliases = aliases;
    this.#substitution = substitution;
  }

  begin(): void {
    this.#putBack = false;
    this.#check = {};
    this.#documents = [];
  }

  /** Throws: another token was expected, `token` where only one could come. */
  expect(token?: Token): never {
    const expected = token === undefined ? "" : ` (expecting ${tokenName(token)})`;
    return this.fail(`${tokenName(this.last)} unexpected${expected}`);
  }

  fail(message: string): never {
    throw new SyntaxProblem(message, this.#source.line);
  }

  demand(token: Token): void {
    if (this.read() !== token) this.expect(token);
  }

  unread(): void {
    this.#putBack = true;
  }

  unreadEnd(): void {
    this.#putBack = true;
    this.last = "end";
  }

  /** What is to be looked for when the next token is read, by whomever. */
  check(check: Check): void {
    this.#check = check;
  }

  expectDocument(document: ExpectedDocument): void {
    this.#documents.push(document);
  }

  readDocuments(source = this.#source): void {
    const documents = this.#documents;
    this.#documents = [];
    for (const document of documents) document(source, this.#substitution);
  }

  read(check: Check = this.#check): Token {
    let wanted = check;
    for (;;) {
      this.#check = wanted;
      let token = this.#next();
      while (wanted.newlines && token === "newline") {
        this.readDocuments();
        this.#check = {};
        token = this.#next();
      }
      this.#check = {};
      if (this.#source.aliasNext) {
        wanted = { ...wanted, aliases: true };
        this.#source.aliasNext = false;
      }
      if (token !== "word" || this.quoted) return token;
      const text = plainText(this.word);
      if (text === undefined) return token;
      if (wanted.keywords && keywords.has(text)) return (this.last = text as Token);
      const alias = wanted.aliases ? this.#aliases.get(text) : undefined;
      if (alias === undefined || alias.inUse) return token;
      if (alias.text !== "") this.#source.push(alias.text, alias);
    }
  }

  #next(): Token {
    if (this.#putBack) {
      this.#putBack = false;
      return this.last;
    }
    return (this.last = this.#scan());
  }

  #scan(): Token {
    const source = this.#source;
    for (;;) {
      const character = source.getJoined();
      switch (character) {
        case " ":
        case "\t":
          continue;
        case "#":
          this.#skipComment();
          continue;
        case "\n":
          source.line++;
          return "newline";
        case "":
          return "end";
        case "&":
        case "|":
        case ";":
          return this.#perhapsDouble(character);
        case "(":
        case ")":
          return character;
        default:
          return this.#word(character);
      }
    }
  }

  #skipComment(): void {
    let character;
    do character = this.#source.get();
    while (character !== "\n" && character !== "");
    this.#source.unget(character);
  }

  #perhapsDouble(character: "&" | "|" | ";"): Token {
    const next = this.#source.getJoined();
    if (next === character) return `${character}${character}` as "&&" | "||" | ";;";
    this.#source.unget(next);
    return character;
  }

  #word(first: string): Token {
    const kind = this.#check.mark ? "mark" : "word";
    const { parts, quoted, next } = new WordReader(this.#source, this.#substitution, kind).read(first);
    if ((next === "<" || next === ">") && !quoted && parts.length <= 1) {
      const text = parts.length === 0 ? "" : plainText({ parts });
      if (text === "" || (text?.length === 1 && text >= "0" && text <= "9")) {
        this.redirection = {
          descriptor: text === "" ? (next === "<" ? 0 : 1) : Number(text),
          operator: this.#arrow(next),
        };
        return "redirection";
      }
    }
    this.#source.unget(next);
    this.word = { parts };
    this.quoted = quoted;
    return "word";
  }

  #arrow(first: "<" | ">"): RedirectionOperator {
    const next = this.#source.getJoined();
    if (first === "<" && next === "<") {
      const dash = this.#source.getJoined();
      if (dash === "-") return "<<-";
      this.#source.unget(dash);
      return "<<";
    }
    if (next === "&" || next === ">" || (first === ">" && next === "|"))
      return `${first}${next}` as RedirectionOperator;
    this.#source.unget(next);
    return first;
  }
}
