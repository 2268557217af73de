import { type Probabilities, probabilities, type RangeDecoder } from "./range-decoder.ts";

/** Of a distance's upper bits, those below 14 have probabilities for all that follow. */
const modelled = 14;
const alignBits = 4;

/** How far back matches begin, 0 for the last byte. */
export class Distances {
  readonly #slots: Probabilities = probabilities(4 << 6);
  readonly #special: Probabilities = probabilities(128);
  readonly #align: Probabilities = probabilities(1 << alignBits);

  /** Up to 2^32 - 1, which in LZMA ends the data and in LZMA2 must not be. */
  read(range: RangeDecoder, matchLength: number): number {
    const slot = range.tree(this.#slots, Math.min(matchLength - 2, 3) << 6, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = ((2 | (slot & 1)) << bits) >>> 0;
    if (slot < modelled) return base + range.reverseTree(this.#special, base - slot, bits);
    const middle = (range.direct(bits - alignBits) << alignBits) >>> 0;
    return base + middle + range.reverseTree(this.#align, 0, alignBits);
  }
}
