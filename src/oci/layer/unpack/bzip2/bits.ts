import { damaged } from "../damaged.ts";
import type { Input } from "../input.ts";

/** Bits of what an input holds, the highest of each byte first. Throws where it holds no more. */
export class Bits {
  readonly #input: Input;
  #held = 0;
  #count = 0;

  constructor(input: Input) {
    this.#input = input;
  }

  /** At most 24 bits; of those held there are never more than 27, so that they fit into an integer. */
  read(count: number): number {
    const input = this.#input;
    while (this.#count < count) {
      if (input.at === input.end) throw damaged("bzip2", "it is cut off");
      this.#held = (this.#held << 8) | input.bytes[input.at++]!;
      this.#count += 8;
    }
    this.#count -= count;
    return (this.#held >>> this.#count) & ((1 << count) - 1);
  }

  /** The next 20 bits, which stay; zeros behind the end. */
  peek20(): number {
    const input = this.#input;
    while (this.#count < 20 && input.at < input.end) {
      this.#held = (this.#held << 8) | input.bytes[input.at++]!;
      this.#count += 8;
    }
    const count = this.#count;
    const held = this.#held & ((1 << count) - 1);
    return count < 20 ? held << (20 - count) : held >>> (count - 20);
  }

  /** Takes bits that `peek20` showed. */
  skip(count: number): void {
    if (count > this.#count) throw damaged("bzip2", "it is cut off");
    this.#count -= count;
  }

  /** 32 bits, unsigned. */
  word(): number {
    const high = this.read(16);
    return ((high << 16) | this.read(16)) >>> 0;
  }

  /** Drops what is left of the byte that was begun, and gives the input back those that were only looked at. */
  align(): void {
    this.#input.at -= this.#count >> 3;
    this.#count = 0;
  }
}
