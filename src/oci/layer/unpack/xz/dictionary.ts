import { damaged } from "../damaged.ts";

/** The most that one chunk unpacks to. */
const longestChunk = 2 * 1024 * 1024;

/** The last bytes that were unpacked: those that matches may reach back to, and at least those of one chunk. */
export class Dictionary {
  readonly size: number;
  readonly #bytes: Uint8Array;
  #at = 0;
  /** How far back a match may reach. */
  #filled = 0;
  /** Bytes since the reset, modulo 256: LZMA's contexts depend on the lowest bits. */
  position = 0;

  constructor(size: number) {
    this.size = size;
    this.#bytes = new Uint8Array(Math.max(size, longestChunk));
  }

  reset(): void {
    this.#filled = 0;
    this.position = 0;
  }

  put(byte: number): void {
    this.#bytes[this.#at] = byte;
    if (++this.#at === this.#bytes.length) this.#at = 0;
    this.#advance(1);
  }

  /** The byte `distance` before the next; 0 is the last. 0 where there is none, for literals at the begin. */
  peek(distance: number): number {
    if (distance >= this.#filled) return 0;
    const from = this.#at - distance - 1;
    return this.#bytes[from < 0 ? from + this.#bytes.length : from]!;
  }

  /** Repeats what lies `distance` back; both may overlap. */
  repeat(distance: number, length: number): void {
    if (distance >= this.#filled) throw damaged("xz", "a match begins before the data");
    const bytes = this.#bytes;
    let from = this.#at - distance - 1;
    if (from < 0) from += bytes.length;
    let to = this.#at;
    for (let i = 0; i < length; i++) {
      bytes[to] = bytes[from]!;
      if (++to === bytes.length) to = 0;
      if (++from === bytes.length) from = 0;
    }
    this.#at = to;
    this.#advance(length);
  }

  /** Copies of the last `count` bytes, in at most two pieces. */
  last(count: number): readonly Uint8Array[] {
    const from = this.#at - count;
    if (from >= 0) return [this.#bytes.slice(from, this.#at)];
    return [this.#bytes.slice(from + this.#bytes.length), this.#bytes.slice(0, this.#at)];
  }

  #advance(count: number): void {
    this.#filled = Math.min(this.#filled + count, this.size);
    this.position = (this.position + count) & 0xff;
  }
}
