import { decodeAt, decodeBefore, type Encoding, invalidByte, lengthOf } from "./characters.ts";
import { type CharacterSet, isWord, toUpper } from "./classes.ts";
import { side, type Side } from "./context.ts";

/** Characters that no set of a pattern tells apart. */
export interface Letter {
  /** By number of set. */
  readonly in: readonly boolean[];
  readonly side: Side;
}

/** The letter that stands for an end of the text, and the one for an end that is not one of a line (REG_NOTBOL, REG_NOTEOL). */
export const endLetter = 0;
export const innerEndLetter = 1;

export interface AlphabetOptions {
  readonly encoding: Encoding;
  readonly ignoreCase: boolean;
  /** The character that ends lines, if any does. */
  readonly lineEnd: number | undefined;
  /** It may be part of a match. */
  readonly within: boolean;
  /** Sides of words matter. */
  readonly anchors: boolean;
}

/** Groups the characters that a pattern does not tell apart. Letters are found as characters come along: there may be more later. */
export class Alphabet {
  readonly encoding: Encoding;
  readonly letters: Letter[];
  /** Letter of each byte that is a character; 0 for those that need decoding. */
  readonly ofByte = new Int32Array(256);
  private readonly sets: readonly CharacterSet[];
  private readonly options: AlphabetOptions;
  private readonly isWord: CharacterSet;
  private readonly byShape = new Map<string, number>();
  private readonly byCode = new Map<number, number>();

  constructor(sets: readonly CharacterSet[], options: AlphabetOptions) {
    this.sets = sets;
    this.options = options;
    this.encoding = options.encoding;
    this.isWord = isWord(options.encoding);
    const none = sets.map(() => false);
    this.letters = [
      { in: none, side: side.end },
      { in: none, side: side.endWithinLine },
    ];
    const single = this.encoding === "bytes" ? 256 : 128;
    for (let byte = 0; byte < single; byte++) this.ofByte[byte] = this.find(byte);
  }

  /** Of a character. */
  letterOf(code: number): number {
    if (code < 256 && (code < 0x80 || this.encoding === "bytes")) return this.ofByte[code]!;
    const known = this.byCode.get(code);
    if (known !== undefined) return known;
    const letter = this.find(code);
    this.byCode.set(code, letter);
    return letter;
  }

  /** Code of the character that begins at `at`. */
  codeAt(bytes: Uint8Array, at: number, end: number): number {
    return this.encoding === "bytes" ? bytes[at]! : decodeAt(bytes, at, end);
  }

  /** Code of the one that ends at `at`. */
  codeBefore(bytes: Uint8Array, at: number, start = 0): number {
    return this.encoding === "bytes" ? bytes[at - 1]! : decodeBefore(bytes, at, start);
  }

  lengthOf(code: number): number {
    return this.encoding === "bytes" ? 1 : lengthOf(code);
  }

  /** The capital of a character, where case is ignored. */
  fold(code: number): number {
    return this.options.ignoreCase ? toUpper(code) : code;
  }

  private find(code: number): number {
    const seen = this.fold(code);
    const outside = code === this.options.lineEnd && !this.options.within;
    const members = this.sets.map((set) => !outside && set(seen));
    const at = this.sideOf(seen);
    const shape = `${at}${members.map(Number).join("")}`;
    const known = this.byShape.get(shape);
    if (known !== undefined) return known;
    this.byShape.set(shape, this.letters.length);
    return this.letters.push({ in: members, side: at }) - 1;
  }

  private sideOf(code: number): Side {
    if (code === this.options.lineEnd) return side.newline;
    // To glibc's contexts a byte that is no character is the one of its number.
    const character = code >= invalidByte ? code - invalidByte : code;
    return this.options.anchors && this.isWord(character) ? side.word : side.other;
  }
}
