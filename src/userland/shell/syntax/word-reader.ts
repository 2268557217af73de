import { readBackQuote, readSingleQuoted } from "./quotes.ts";
import { beginLine, type EndMark } from "./end-mark.ts";
import { level, type Level, type Syntax } from "./level.ts";
import { isName, isSpecial, readName, readOperator } from "./parameter-name.ts";
import { PartBuilder } from "./part-builder.ts";
import type { ParameterOperator } from "./parts.ts";
import type { ReadSubstitution, ReadWord, WordKind } from "./reading.ts";
import { Source } from "./source.ts";
import { SyntaxProblem } from "./syntax-error.ts";

/** Reads a word, or an expanded here-document, as dash's readtoken1() does (src/parser.c). */
export class WordReader {
  readonly #source: Source;
  readonly #substitution: ReadSubstitution;
  readonly #kind: WordKind;
  readonly #end: EndMark | undefined;
  readonly #levels: Level[];
  readonly #parts = new PartBuilder();
  #quoted = false;

  constructor(source: Source, substitution: ReadSubstitution, kind: WordKind, end?: EndMark) {
    this.#source = source;
    this.#substitution = substitution;
    this.#kind = kind;
    this.#end = end;
    this.#levels = [kind === "text" ? level("double", true) : level("base", false)];
  }

  get #level(): Level {
    return this.#levels.at(-1)!;
  }

  read(first: string): ReadWord {
    let character = this.#beginLine(first);
    while (character !== "") {
      if (character === "\n") {
        if (this.#level.syntax === "base" && this.#level.parameters === 0) break;
        this.#parts.put("\n");
        this.#source.line++;
        character = this.#beginLine(this.#source.getJoined());
        continue;
      }
      if (this.#takes(character)) character = this.#source.getJoined();
      else break;
    }
    this.#checkEnd();
    return { parts: this.#parts.all, quoted: this.#quoted, next: character };
  }

  #checkEnd(): void {
    const { syntax, parameters } = this.#level;
    if (syntax === "arithmetic") this.#fail("Missing '))'");
    if (syntax !== "base" && this.#kind !== "text") this.#fail("Unterminated quoted string");
    if (parameters !== 0) this.#fail("Missing '}'");
  }

  #fail(message: string): never {
    throw new SyntaxProblem(message, this.#source.line);
  }

  /** False where the character ends the word. */
  #takes(character: string): boolean {
    switch (character) {
      case "\\":
        this.#backslash();
        return true;
      case "$":
        this.#dollar();
        return true;
      case "`":
        if (this.#kind === "mark") this.#parts.put("`");
        else this.#backQuote();
        return true;
      case "}":
        this.#closeBrace();
        return true;
      case '"':
        this.#doubleQuote();
        return true;
      case "'":
        if (this.#level.syntax === "base") this.#singleQuotes();
        else this.#parts.put("'");
        return true;
      case "(":
      case ")":
        if (this.#level.syntax !== "arithmetic") return this.#operator(character);
        this.#parenthesis(character);
        return true;
      default:
        if ("<>;&| \t".includes(character)) return this.#operator(character);
        this.#parts.put(character);
        return true;
    }
  }

  #operator(character: string): boolean {
    if (this.#level.syntax === "base" && this.#level.parameters === 0) return false;
    this.#parts.put(character);
    return true;
  }

  #backslash(): void {
    const { doubleQuoted, parameters } = this.#level;
    const next = this.#source.get();
    if (next === "") {
      this.#parts.quoted("\\", false);
      return;
    }
    const kept =
      doubleQuoted &&
      next !== "\\" &&
      next !== "`" &&
      next !== "$" &&
      (next !== '"' || (this.#kind === "text" && parameters === 0)) &&
      (next !== "}" || parameters === 0);
    this.#parts.quoted(kept ? `\\${next}` : next, false);
    this.#quoted = true;
  }

  #singleQuotes(): void {
    const text = readSingleQuoted(this.#source);
    if (text === undefined) this.#fail("Unterminated quoted string");
    this.#parts.push({ type: "quoted", text, marks: true });
    this.#quoted = true;
  }

  #doubleQuote(): void {
    const top = this.#level;
    if (top.syntax === "arithmetic") {
      this.#parts.put('"');
      return;
    }
    if (top.syntax === "base") {
      top.syntax = "double";
      top.doubleQuoted = true;
      if (top.parameters > 0) top.innerQuotes = !top.innerQuotes;
      this.#parts.open("double", (parts) => ({ type: "double", parts }));
      return;
    }
    if (this.#kind === "text" && top.parameters === 0) {
      this.#parts.put('"');
      return;
    }
    if (top.quotedParameters === 0) {
      top.syntax = "base";
      top.doubleQuoted = false;
    }
    this.#quoted = true;
    if (top.parameters > 0) top.innerQuotes = !top.innerQuotes;
    if (this.#parts.kind === "double") this.#parts.close();
    else this.#parts.open("double", (parts) => ({ type: "double", parts }));
  }

  #closeBrace(): void {
    const top = this.#level;
    if (top.innerQuotes || top.parameters === 0) {
      this.#parts.put("}");
      return;
    }
    top.parameters--;
    if (top.parameters === 0 && top.ofParameter) this.#levels.pop();
    else if (top.quotedParameters > 0) top.quotedParameters--;
    this.#parts.close();
  }

  #parenthesis(character: string): void {
    const top = this.#level;
    if (character === "(") {
      top.parentheses++;
      this.#parts.put("(");
    } else if (top.parentheses > 0) {
      top.parentheses--;
      this.#parts.put(")");
    } else {
      const next = this.#source.getJoined();
      if (next === ")") {
        this.#levels.pop();
        this.#parts.close();
      } else {
        this.#source.unget(next);
        this.#parts.put(")");
      }
    }
  }

  #dollar(): void {
    const character = this.#source.getJoined();
    if (
      this.#kind === "mark" ||
      !(character === "(" || character === "{" || isName(character) || isSpecial(character))
    ) {
      this.#parts.put("$");
      this.#source.unget(character);
    } else if (character === "(") this.#dollarParenthesis();
    else this.#parameter(character);
  }

  #dollarParenthesis(): void {
    const next = this.#source.getJoined();
    if (next === "(") {
      this.#levels.push(level("arithmetic", true));
      this.#parts.open("arithmetic", (parts) => ({ type: "arithmetic", parts }));
      return;
    }
    this.#source.unget(next);
    this.#parts.push({ type: "command", body: this.#substitution(this.#source, ")") });
  }

  #parameter(first: string): void {
    const braces = first === "{";
    const { name, next, length } = readName(this.#source, braces ? this.#source.getJoined() : first, braces);
    if (!braces) {
      this.#source.unget(next);
      this.#parts.push({ type: "parameter", name, operator: "", nullToo: false, word: [] });
      return;
    }
    let operator: ParameterOperator | undefined;
    let nullToo = false;
    if (name === "") this.#source.unget(next);
    else if (length) {
      operator = next === "}" ? "length" : undefined;
      this.#source.unget(next);
    } else ({ operator, nullToo } = readOperator(this.#source, next));
    if (operator === "") {
      this.#parts.push({ type: "parameter", name, operator, nullToo, word: [] });
      return;
    }
    this.#openParameter(name, operator ?? "bad", nullToo);
  }

  #openParameter(name: string, operator: ParameterOperator, nullToo: boolean): void {
    const top = this.#level;
    const inner: Syntax = operator.startsWith("#") || operator.startsWith("%") ? "base" : top.syntax;
    const syntax = inner === "arithmetic" ? "double" : inner;
    if (syntax !== top.syntax || top.innerQuotes) this.#levels.push(level(syntax, syntax !== "base", true));
    this.#level.parameters++;
    if (this.#level.doubleQuoted) this.#level.quotedParameters++;
    this.#parts.open("parameter", (word) => ({ type: "parameter", name, operator, nullToo, word }));
  }

  #backQuote(): void {
    const text = readBackQuote(this.#source, this.#level.doubleQuoted);
    if (text === undefined) this.#fail("EOF in backquote substitution");
    this.#parts.push({ type: "command", body: this.#substitution(new Source(text), "end") });
  }

  #beginLine(first: string): string {
    return this.#end === undefined ? first : beginLine(this.#source, this.#end, first);
  }
}
