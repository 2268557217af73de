import { Refusal } from "../kernel/refusal.ts";
import type { Stdio } from "./stdio.ts";
import { decodeAt, isPrintable } from "./utf8-bytes.ts";

export interface Counts {
  readonly lines: number;
  readonly words: number;
  readonly chars: number;
  readonly bytes: number;
  /** Of the longest line, in columns. */
  readonly width: number;
}

const [other, printable, newline, carriageReturn, tab, space, verticalTab, high] = [0, 1, 2, 3, 4, 5, 6, 7];

const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 10) return newline!;
  if (byte === 12 || byte === 13) return carriageReturn!;
  if (byte === 9) return tab!;
  if (byte === 32) return space!;
  if (byte === 11) return verticalTab!;
  if (byte >= 128) return high!;
  return byte > 32 && byte < 127 ? printable! : other!;
});

/** iswspace and the spaces that do not break: they end a word too. */
const wideSpaces = /[\p{Zs}\u2060]/u;
const breakless = /[\u00a0\u2007\u202f\u2060]/;

/** Counts as wc.c does: a word is a run of printable characters, spaces around it. */
export class WordCounter {
  readonly #io: Stdio;
  readonly #posix: boolean;
  readonly #width: boolean;
  #rest = new Uint8Array(0);
  #lines = 0;
  #words = 0;
  #chars = 0;
  #bytes = 0;
  #longest = 0;
  #column = 0;
  #inWord = false;

  constructor(io: Stdio, width: boolean) {
    this.#io = io;
    this.#width = width;
    this.#posix = io.proc.env.has("POSIXLY_CORRECT");
  }

  /** Lines and bytes alone. */
  addLines(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    let lines = 0;
    for (let at = 0; at < bytes.length; at++) if (bytes[at] === 10) lines++;
    this.#lines += lines;
  }

  add(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = new Uint8Array(0);
    for (let at = 0; at < bytes.length;) {
      const kind = kinds[bytes[at]!]!;
      if (kind === high && this.#io.utf8) {
        const { code, length } = decodeAt(bytes, at);
        if (length === 0) {
          this.#rest = Uint8Array.from(bytes.subarray(at));
          return;
        }
        at += length;
        if (code >= 0) this.#wide(code);
      } else {
        at++;
        this.#chars++;
        this.#narrow(kind);
      }
    }
  }

  #narrow(kind: number): void {
    if (kind === printable) {
      this.#column++;
      this.#inWord = true;
      return;
    }
    if (kind === other || kind === high) return;
    if (kind === newline) this.#lines++;
    if (kind === newline || kind === carriageReturn) {
      if (this.#column > this.#longest) this.#longest = this.#column;
      this.#column = 0;
    } else if (kind === tab) this.#column += 8 - (this.#column % 8);
    else if (kind === space) this.#column++;
    this.#endWord();
  }

  #wide(code: number): void {
    this.#chars++;
    if (!isPrintable(code)) return;
    if (this.#width) this.#column += this.#columnsOf(code);
    const text = code < 0x3001 ? String.fromCodePoint(code) : "";
    if (wideSpaces.test(text) && !(this.#posix && breakless.test(text))) this.#endWord();
    else this.#inWord = true;
  }

  /** wcwidth(3): one for what stands before the combining characters, which are where tables begin. */
  #columnsOf(code: number): number {
    if (code < 0x300 && code !== 0xad) return 1;
    throw new Refusal(`${this.#io.name} -L`, "how wide characters other than European ones are is not emulated");
  }

  #endWord(): void {
    if (this.#inWord) this.#words++;
    this.#inWord = false;
  }

  /** All that was counted, at the end of a file. */
  end(): Counts {
    this.#endWord();
    return {
      lines: this.#lines,
      words: this.#words,
      chars: this.#io.utf8 ? this.#chars : this.#bytes,
      bytes: this.#bytes,
      width: Math.max(this.#longest, this.#column),
    };
  }
}
