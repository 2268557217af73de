import { type Char, Characters } from "./characters.ts";
import { byteReader, type Character } from "./charset.ts";
import type { Diagnostics, Position } from "./diagnostics.ts";

export type Kind =
  | "end"
  | "comment"
  | "domain"
  | "msgid"
  | "msgid_plural"
  | "msgstr"
  | "msgctxt"
  | "prev msgid"
  | "prev msgid_plural"
  | "prev msgctxt"
  | "string"
  | "prev string"
  | "number"
  | "name"
  | "["
  | "]"
  | "junk";

export interface Token {
  readonly kind: Kind;
  /** Of a string, a comment or a number. */
  readonly text: string;
  readonly at: Position;
  /** It stands behind #~. */
  readonly obsolete: boolean;
}

const keywords = new Set(["domain", "msgid", "msgid_plural", "msgstr", "msgctxt"]);
const previousKeywords = new Set(["msgid", "msgid_plural", "msgctxt"]);
const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  b: "\b",
  r: "\r",
  f: "\f",
  v: "\v",
  a: "\x07",
  "\\": "\\",
  '"': '"',
};

/** The tokens of a .po file: gettext 0.21 po-lex.c, po_gram_lex. */
export class Lexer {
  readonly #characters: Characters;
  readonly #diagnostics: Diagnostics;
  #obsolete = false;
  #previous = false;

  constructor(text: string, file: string, diagnostics: Diagnostics) {
    this.#characters = new Characters(text, file, diagnostics);
    this.#diagnostics = diagnostics;
  }

  get position(): Position {
    return this.#characters.position;
  }

  get column(): number {
    return this.#characters.column;
  }

  /** From now on the text is read in this encoding. */
  read(reader: ((text: string, at: number) => Character) | undefined): void {
    this.#characters.reader = reader ?? byteReader;
  }

  next(): Token {
    for (;;) {
      const char = this.#characters.next();
      if (char === "") return this.#token("end");
      if (char === "\n") this.#obsolete = this.#previous = false;
      else if (char === "#") {
        const comment = this.#comment();
        if (comment !== undefined) return comment;
      } else if (!/^[ \t\r\f\v]$/.test(char)) return this.#other(char);
    }
  }

  #token(kind: Kind, text = ""): Token {
    return { kind, text, at: this.position, obsolete: this.#obsolete };
  }

  #other(char: Char): Token {
    if (char === '"') return this.#string();
    if (/^[A-Za-z_$]$/.test(char)) return this.#keyword(this.#run(char, /^[A-Za-z_$0-9]$/));
    if (/^[0-9]$/.test(char)) return this.#token("number", this.#run(char, /^[0-9]$/));
    return this.#token(char === "[" || char === "]" ? char : "junk");
  }

  /** undefined for #~ and #|, which only say how the rest of the line is meant. */
  #comment(): Token | undefined {
    let char = this.#characters.next();
    if (char === "~") {
      this.#obsolete = true;
      char = this.#characters.next();
      if (char === "|") this.#previous = true;
      else this.#characters.back(char);
      return undefined;
    }
    if (char === "|") {
      this.#previous = true;
      return undefined;
    }
    this.#characters.strict = false;
    const text: string[] = [];
    for (; char !== "" && char !== "\n"; char = this.#characters.next()) text.push(char);
    this.#characters.strict = true;
    const token = this.#token("comment", cString(text.join("")));
    this.#obsolete = false;
    return token;
  }

  #run(first: Char, more: RegExp): string {
    let text = first;
    for (;;) {
      const char = this.#characters.next();
      if (!more.test(char)) {
        this.#characters.back(char);
        return text;
      }
      text += char;
    }
  }

  #keyword(word: string): Token {
    if (this.#previous && previousKeywords.has(word)) return this.#token(`prev ${word}` as Kind);
    if (!this.#previous && keywords.has(word)) return this.#token(word as Kind);
    this.#diagnostics.grammar(this.position, `keyword "${word}" unknown`);
    return this.#token("name", word);
  }

  #string(): Token {
    const parts: string[] = [];
    for (;;) {
      const char = this.#characters.next();
      if (char === "" || char === "\n") {
        this.#diagnostics.grammar(this.position, `end-of-${char === "" ? "file" : "line"} within string`);
        break;
      }
      if (char === '"') break;
      parts.push(char === "\\" ? this.#escape() : char);
    }
    const text = cString(parts.join(""));
    if (text.includes("\x04")) this.#diagnostics.grammar(this.position, "context separator <EOT> within string");
    return this.#token(this.#previous ? "prev string" : "string", text);
  }

  #escape(): string {
    const char = this.#characters.next();
    const plain = escapes[char];
    if (plain !== undefined) return plain;
    if (/^[0-7]$/.test(char)) return this.#octal(char);
    if (char !== "x") return this.#wrongEscape(char);
    const first = this.#characters.next();
    if (!/^[0-9a-fA-F]$/.test(first)) return this.#wrongEscape(first);
    const digits = this.#run(first, /^[0-9a-fA-F]$/);
    return String.fromCharCode(Number.parseInt(digits.slice(-2), 16));
  }

  #octal(first: Char): string {
    let digits = first;
    while (digits.length < 3) {
      const char = this.#characters.next();
      if (!/^[0-7]$/.test(char)) {
        this.#characters.back(char);
        break;
      }
      digits += char;
    }
    return String.fromCharCode(Number.parseInt(digits, 8) & 0xff);
  }

  #wrongEscape(char: Char): string {
    this.#characters.back(char);
    this.#diagnostics.grammar(this.position, "invalid control sequence", this.column + 1);
    return " ";
  }
}

/** As C keeps it: up to the first NUL. */
const cString = (text: string): string => {
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
};
