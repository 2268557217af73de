import { type Probabilities, probabilities, type RangeDecoder } from "./range-decoder.ts";

const shortestMatch = 2;

/** How long matches are: 2 to 9 and 10 to 17 by where they begin, 18 to 273. */
export class Lengths {
  readonly #choice: Probabilities = probabilities(2);
  readonly #low: Probabilities = probabilities(16 << 3);
  readonly #middle: Probabilities = probabilities(16 << 3);
  readonly #high: Probabilities = probabilities(256);

  read(range: RangeDecoder, positionState: number): number {
    if (range.bit(this.#choice, 0) === 0) return shortestMatch + range.tree(this.#low, positionState << 3, 3);
    if (range.bit(this.#choice, 1) === 0) return shortestMatch + 8 + range.tree(this.#middle, positionState << 3, 3);
    return shortestMatch + 16 + range.tree(this.#high, 0, 8);
  }
}
