import { type Alphabet, endLetter, innerEndLetter } from "./alphabet.ts";
import { decodeAt, lengthOf } from "./characters.ts";
import type { Side } from "./context.ts";

/** What is searched. Offsets are bytes. */
export interface Text {
  readonly bytes: Uint8Array;
  /** Where the text ends: what lies behind is not seen. */
  readonly end: number;
  /** The beginning is none of a line (REG_NOTBOL). */
  readonly notBegin: boolean;
  /** REG_NOTEOL. */
  readonly notEnd: boolean;
}

/** Letter of what begins at `at`: a character, or the end. */
export function letterAt(alphabet: Alphabet, text: Text, at: number): number {
  if (at >= text.end) return text.notEnd ? innerEndLetter : endLetter;
  return alphabet.letterOf(alphabet.codeAt(text.bytes, at, text.end));
}

/** Letter of what ends at `at`: a character, or the beginning. */
export function letterBefore(alphabet: Alphabet, text: Text, at: number): number {
  if (at <= 0) return text.notBegin ? innerEndLetter : endLetter;
  return alphabet.letterOf(alphabet.codeBefore(text.bytes, at));
}

export const sideBefore = (alphabet: Alphabet, text: Text, at: number): Side =>
  alphabet.letters[letterBefore(alphabet, text, at)]!.side;
export const sideAt = (alphabet: Alphabet, text: Text, at: number): Side =>
  alphabet.letters[letterAt(alphabet, text, at)]!.side;

/** `at`, or the end of the UTF-8 character that it lies within. */
export function afterCharacter({ bytes, end }: Text, at: number): number {
  for (let back = 1; back <= 3 && back <= at; back++) {
    const length = lengthOf(decodeAt(bytes, at - back, end));
    if (length > back) return at - back + length;
    if ((bytes[at - back]! & 0xc0) !== 0x80) return at;
  }
  return at;
}
