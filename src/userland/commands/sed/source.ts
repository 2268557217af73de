import { Refusal } from "../../kernel/refusal.ts";
import { ScriptError } from "./script-error.ts";

/** Where a piece of the script comes from: an -e, counted from 1, or a file. */
export type Origin = { readonly expression: number } | { readonly file: string };

/** The characters of one piece of a script (latin1), and the place that messages name. */
export class Source {
  readonly origin: Origin;
  readonly text: string;
  at = 0;

  constructor(text: string, origin: Origin) {
    this.text = text;
    this.origin = origin;
  }

  /** "" at the end. */
  next(): string {
    return this.at < this.text.length ? this.text[this.at++]! : "";
  }

  /** Takes `character`, which was read last, back. */
  back(character: string): void {
    this.at -= character.length;
  }

  /** The next one that is no blank. */
  nextNonBlank(): string {
    let character = this.next();
    while (character === " " || character === "\t") character = this.next();
    return character;
  }

  /** A number whose first digit was read. */
  number(first: string): number {
    let digits = first;
    let character = this.next();
    for (; isDigit(character); character = this.next()) digits += character;
    this.back(character);
    return Number(digits);
  }

  /** What sed does and djib does not. */
  refuse(word: string): never {
    throw new Refusal(`sed ${word}`, "runs a shell command within sed, which is not emulated");
  }

  fail(message: string): never {
    throw new ScriptError(`${this.place()}: ${message}`);
  }

  /** When all of it was read. `at`: the place to name, of a file. */
  failAtEnd(message: string, at = this.text.length): never {
    const place = "file" in this.origin ? this.place(at) : `-e expression #${this.origin.expression}, char 0`;
    throw new ScriptError(`${place}: ${message}`);
  }

  private place(at = this.at): string {
    if ("expression" in this.origin) return `-e expression #${this.origin.expression}, char ${at}`;
    return `file ${this.origin.file} line ${this.text.slice(0, at).split("\n").length}`;
  }
}

export const isDigit = (character: string): boolean => character >= "0" && character <= "9" && character.length === 1;
