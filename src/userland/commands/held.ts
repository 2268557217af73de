import { limits } from "../../limits.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Stdio } from "./stdio.ts";

/** Bytes that are held back, in the pieces they came in. */
export class Held {
  readonly #io: Stdio;
  readonly #pieces: Uint8Array[] = [];
  #gone = 0;
  size = 0;

  constructor(io: Stdio) {
    this.#io = io;
  }

  add(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.size += bytes.length;
    if (this.size > limits.heldText)
      throw new Refusal(this.#io.name, `more than ${limits.heldText} bytes would have to be held in memory`);
  }

  get first(): Uint8Array {
    return this.#pieces[this.#gone]!;
  }

  /** The first piece, or its beginning. */
  shift(count = this.first.length): Uint8Array {
    const piece = this.first;
    const taken = piece.subarray(0, count);
    this.size -= taken.length;
    if (count < piece.length) this.#pieces[this.#gone] = piece.subarray(count);
    else this.#drop();
    return taken;
  }

  #drop(): void {
    this.#gone++;
    if (this.#gone < 1024) return;
    this.#pieces.splice(0, this.#gone);
    this.#gone = 0;
  }

  /** Up to and with the first delimiter, or a piece that has none. */
  line(delimiter: number): { readonly bytes: Uint8Array; readonly ends: 0 | 1 } {
    const at = this.first.indexOf(delimiter);
    return at < 0 ? { bytes: this.shift(), ends: 0 } : { bytes: this.shift(at + 1), ends: 1 };
  }

  *[Symbol.iterator](): Generator<Uint8Array> {
    while (this.#gone < this.#pieces.length) yield this.shift();
  }
}
