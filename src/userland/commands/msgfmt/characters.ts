import { byteReader, type Character } from "./charset.ts";
import type { Diagnostics, Position } from "./diagnostics.ts";

/** A character of a catalog: its bytes, "" at the end. */
export type Char = string;

const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;
const without = /^[\p{Mn}\p{Me}\p{Cf}\u2028\u2029]$/u;

/** The characters of a .po file with their places: gettext 0.21 po-lex.c, lex_getc and lex_ungetc. */
export class Characters {
  readonly #text: string;
  readonly #file: string;
  readonly #diagnostics: Diagnostics;
  #at = 0;
  #line = 1;
  #column = 0;
  /** Where the last character began and how wide it was. */
  #last = { at: 0, width: 0 };
  reader: (text: string, at: number) => Character = byteReader;
  /** Broken characters are said, but for those in comments. */
  strict = true;

  constructor(text: string, file: string, diagnostics: Diagnostics) {
    this.#text = text;
    this.#file = file;
    this.#diagnostics = diagnostics;
  }

  get position(): Position {
    return { file: this.#file, line: this.#line };
  }

  get column(): number {
    return this.#column;
  }

  /** The next character; a backslash with a newline behind it is none. */
  next(): Char {
    for (;;) {
      const at = this.#at;
      const { char, width } = this.#read();
      this.#last = { at, width };
      if (char === "") return char;
      if (char === "\n") {
        this.#line++;
        this.#column = 0;
        return char;
      }
      this.#column += width;
      if (char !== "\\" || this.#text[this.#at] !== "\n") return char;
      this.#at++;
      this.#line++;
      this.#column = 0;
    }
  }

  /** Gives the last character back. */
  back(char: Char): void {
    if (char === "") return;
    if (char === "\n") this.#line--;
    else this.#column -= this.#last.width;
    this.#at = this.#last.at;
  }

  #read(): { readonly char: Char; readonly width: number } {
    if (this.#at >= this.#text.length) return { char: "", width: 0 };
    const { length, code, broken } = this.reader(this.#text, this.#at);
    if (broken !== undefined && this.strict) this.#diagnostics.grammar(this.position, broken, this.#column + 1);
    const char = this.#text.slice(this.#at, this.#at + length);
    this.#at += length;
    return { char, width: this.#width(char, code) };
  }

  /** Columns on a screen; control characters have none. */
  #width(char: Char, code: number | undefined): number {
    const value = code ?? (char.length === 1 ? char.charCodeAt(0) : undefined);
    if (value === 9) return 8 - (this.#column & 7);
    if (value === undefined) return 1;
    if (value < 0x20 || value === 0x7f) return 0;
    if (code === undefined || code < 0x80) return 1;
    if (code < 0xa0) return 0;
    const text = String.fromCodePoint(code);
    return without.test(text) ? 0 : wide.test(text) ? 2 : 1;
  }
}
