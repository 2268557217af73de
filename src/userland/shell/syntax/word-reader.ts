import type { Command, ParameterOperator, Part } from "./tree.ts";
import { Source } from "./source.ts";
import { SyntaxProblem } from "./syntax-error.ts";

type Syntax = "base" | "double" | "arithmetic";

/** A level of `${…}` or `$((…))` whose text is read by other rules than what is around it (dash: struct synstack). */
interface Level {
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

const level = (syntax: Syntax, doubleQuoted: boolean, ofParameter = false): Level => ({
  syntax,
  doubleQuoted,
  innerQuotes: false,
  ofParameter,
  parameters: 0,
  quotedParameters: 0,
  parentheses: 0,
});

/** What encloses the part being read. */
interface Frame {
  readonly kind: "word" | "double" | "parameter" | "arithmetic";
  readonly parts: Part[];
  readonly close: (parts: Part[]) => Part | undefined;
}

/** Where the commands of a substitution are read. */
export type ReadSubstitution = (source: Source, until: ")" | "end") => Command | undefined;

/** Of a here-document: what ends it. */
export interface EndMark {
  readonly text: string;
  readonly tabs: boolean;
}

/** A word of a command; the end mark of a here-document, where `$` is plain; text as in double quotes, `"` plain. */
export type WordKind = "word" | "mark" | "text";

export interface ReadWord {
  readonly parts: Part[];
  /** Anything in it was quoted: it is no keyword and no alias. */
  readonly quoted: boolean;
  /** The character behind it, already read. */
  readonly next: string;
}

const isName = (character: string): boolean => /^[A-Za-z_]$/.test(character);
const isInName = (character: string): boolean => /^[A-Za-z0-9_]$/.test(character);
const isDigit = (character: string): boolean => character >= "0" && character <= "9" && character.length === 1;
const isSpecial = (character: string): boolean => character !== "" && "#?$!-*@0123456789".includes(character);

/** Reads a word, or an expanded here-document, as dash's readtoken1() does (src/parser.c). */
export class WordReader {
  readonly #source: Source;
  readonly #substitution: ReadSubstitution;
  readonly #kind: WordKind;
  readonly #end: EndMark | undefined;
  readonly #levels: Level[];
  readonly #frames: Frame[];
  #quoted = false;

  constructor(source: Source, substitution: ReadSubstitution, kind: WordKind, end?: EndMark) {
    this.#source = source;
    this.#substitution = substitution;
    this.#kind = kind;
    this.#end = end;
    this.#levels = [kind === "text" ? level("double", true) : level("base", false)];
    this.#frames = [{ kind: "word", parts: [], close: () => undefined }];
  }

  get #level(): Level {
    return this.#levels.at(-1)!;
  }

  get #parts(): Part[] {
    return this.#frames.at(-1)!.parts;
  }

  read(first: string): ReadWord {
    let character = this.#lineBegins(first);
    while (character !== "") {
      if (character === "\n") {
        if (this.#level.syntax === "base" && this.#level.parameters === 0) break;
        this.#put("\n");
        this.#source.line++;
        character = this.#lineBegins(this.#source.getJoined());
        continue;
      }
      if (this.#takes(character)) character = this.#source.getJoined();
      else break;
    }
    this.#checkEnd();
    return { parts: this.#frames[0]!.parts, quoted: this.#quoted, next: character };
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

  #put(text: string): void {
    const last = this.#parts.at(-1);
    if (last?.type === "literal") last.text += text;
    else this.#parts.push({ type: "literal", text });
  }

  #putQuoted(text: string, marks: boolean): void {
    const last = this.#parts.at(-1);
    if (last?.type === "quoted" && last.marks === marks) last.text += text;
    else this.#parts.push({ type: "quoted", text, marks });
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
        if (this.#kind === "mark") this.#put("`");
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
        else this.#put("'");
        return true;
      case "(":
      case ")":
        if (this.#level.syntax === "arithmetic") {
          this.#parenthesis(character);
          return true;
        }
        return this.#operator(character);
      case "<":
      case ">":
      case ";":
      case "&":
      case "|":
      case " ":
      case "\t":
        return this.#operator(character);
      default:
        this.#put(character);
        return true;
    }
  }

  #operator(character: string): boolean {
    if (this.#level.syntax === "base" && this.#level.parameters === 0) return false;
    this.#put(character);
    return true;
  }

  #backslash(): void {
    const { doubleQuoted, parameters } = this.#level;
    const next = this.#source.get();
    if (next === "") {
      this.#putQuoted("\\", false);
      return;
    }
    const kept =
      doubleQuoted &&
      next !== "\\" &&
      next !== "`" &&
      next !== "$" &&
      (next !== '"' || (this.#kind === "text" && parameters === 0)) &&
      (next !== "}" || parameters === 0);
    this.#putQuoted(kept ? `\\${next}` : next, false);
    this.#quoted = true;
  }

  #singleQuotes(): void {
    let text = "";
    for (;;) {
      const character = this.#source.get();
      if (character === "") this.#fail("Unterminated quoted string");
      if (character === "'") break;
      if (character === "\n") this.#source.line++;
      text += character;
    }
    this.#parts.push({ type: "quoted", text, marks: true });
    this.#quoted = true;
  }

  #doubleQuote(): void {
    const top = this.#level;
    if (top.syntax === "arithmetic") {
      this.#put('"');
      return;
    }
    if (top.syntax === "base") {
      top.syntax = "double";
      top.doubleQuoted = true;
      if (top.parameters > 0) top.innerQuotes = !top.innerQuotes;
      this.#open("double", (parts) => ({ type: "double", parts }));
      return;
    }
    if (this.#kind === "text" && top.parameters === 0) {
      this.#put('"');
      return;
    }
    if (top.quotedParameters === 0) {
      top.syntax = "base";
      top.doubleQuoted = false;
    }
    this.#quoted = true;
    if (top.parameters > 0) top.innerQuotes = !top.innerQuotes;
    if (this.#frames.at(-1)!.kind === "double") this.#close();
    else this.#open("double", (parts) => ({ type: "double", parts }));
  }

  #open(kind: Frame["kind"], close: Frame["close"]): void {
    this.#frames.push({ kind, parts: [], close });
  }

  #close(): void {
    const frame = this.#frames.pop()!;
    const part = frame.close(frame.parts);
    if (part !== undefined) this.#parts.push(part);
  }

  #closeBrace(): void {
    const top = this.#level;
    if (top.innerQuotes || top.parameters === 0) {
      this.#put("}");
      return;
    }
    top.parameters--;
    if (top.parameters === 0 && top.ofParameter) this.#levels.pop();
    else if (top.quotedParameters > 0) top.quotedParameters--;
    this.#close();
  }

  #parenthesis(character: string): void {
    const top = this.#level;
    if (character === "(") {
      top.parentheses++;
      this.#put("(");
    } else if (top.parentheses > 0) {
      top.parentheses--;
      this.#put(")");
    } else {
      const next = this.#source.getJoined();
      if (next === ")") {
        this.#levels.pop();
        this.#close();
      } else {
        this.#source.unget(next);
        this.#put(")");
      }
    }
  }

  #dollar(): void {
    const character = this.#source.getJoined();
    if (
      this.#kind === "mark" ||
      !(character === "(" || character === "{" || isName(character) || isSpecial(character))
    ) {
      this.#put("$");
      this.#source.unget(character);
    } else if (character === "(") this.#dollarParenthesis();
    else this.#parameter(character);
  }

  #dollarParenthesis(): void {
    const next = this.#source.getJoined();
    if (next === "(") {
      this.#levels.push(level("arithmetic", true));
      this.#open("arithmetic", (parts) => ({ type: "arithmetic", parts }));
      return;
    }
    this.#source.unget(next);
    this.#parts.push({ type: "command", body: this.#substitution(this.#source, ")") });
  }

  #parameter(first: string): void {
    const braces = first === "{";
    const { name, next, length } = this.#parameterName(braces ? this.#source.getJoined() : first, braces);
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
    } else ({ operator, nullToo } = this.#operatorOf(next));
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
    this.#open("parameter", (word) => ({ type: "parameter", name, operator, nullToo, word }));
  }

  /** The name, "" for none, and what follows it, already read. */
  #parameterName(first: string, braces: boolean): { name: string; next: string; length: boolean } {
    if (first === "#" && braces) {
      const next = this.#source.getJoined();
      if (isInName(next)) return { ...this.#plainName(next, true), length: true };
      const behind = this.#source.getJoined();
      if (next !== "}" && behind === "}") {
        // ${#?}: the length of a special parameter.
        if (isSpecial(next)) return { name: next, next: behind, length: true };
        this.#source.unget(behind);
        return { name: "", next, length: false };
      }
      this.#source.unget(behind);
      return { name: "#", next, length: false };
    }
    if (isInName(first)) return { ...this.#plainName(first, braces), length: false };
    if (first === "}" || first === "") return { name: "", next: first, length: false };
    const next = this.#source.getJoined();
    return { name: isSpecial(first) ? first : "", next, length: false };
  }

  #plainName(first: string, braces: boolean): { name: string; next: string } {
    const belongs = isDigit(first) ? (character: string) => braces && isDigit(character) : isInName;
    let name = first;
    let next = this.#source.getJoined();
    while (belongs(next)) {
      name += next;
      next = this.#source.getJoined();
    }
    return { name, next };
  }

  #operatorOf(first: string): { operator: ParameterOperator | undefined; nullToo: boolean } {
    if (first === "%" || first === "#") {
      const next = this.#source.getJoined();
      if (next === first) return { operator: first === "#" ? "##" : "%%", nullToo: false };
      this.#source.unget(next);
      return { operator: first, nullToo: false };
    }
    const nullToo = first === ":";
    const character = nullToo ? this.#source.getJoined() : first;
    if (character === "-" || character === "+" || character === "?" || character === "=")
      return { operator: character, nullToo };
    return { operator: character === "}" && !nullToo ? "" : undefined, nullToo };
  }

  #backQuote(): void {
    let text = "";
    for (;;) {
      let character = this.#source.getJoined();
      if (character === "`") break;
      if (character === "") this.#fail("EOF in backquote substitution");
      if (character === "\n") this.#source.line++;
      if (character === "\\") {
        character = this.#source.get();
        const taken = character === "\\" || character === "`" || character === "$";
        if (!taken && !(this.#level.doubleQuoted && character === '"')) text += "\\";
      }
      text += character;
    }
    this.#parts.push({ type: "command", body: this.#substitution(new Source(text), "end") });
  }

  /** "" where the here-document ends with this line; otherwise its first character. */
  #lineBegins(first: string): string {
    if (this.#end === undefined) return first;
    const { text, tabs } = this.#end;
    let character = first;
    if (tabs) while (character === "\t") character = this.#source.get();
    let seen = "";
    while (seen.length < text.length && character === text[seen.length]) {
      seen += character;
      character = this.#source.get();
    }
    if (seen.length === text.length && (character === "\n" || character === "")) {
      this.#source.line++;
      return "";
    }
    if (seen === "") return character;
    this.#source.push(seen.slice(1) + character);
    return seen[0]!;
  }
}
