import { damaged } from "../damaged.ts";
import type { Dictionary } from "./dictionary.ts";
import { Distances } from "./distances.ts";
import { Lengths } from "./lengths.ts";
import { type Probabilities, probabilities, RangeDecoder } from "./range-decoder.ts";

/** States of which the last symbol was a literal. */
const literalStates = 7;

const afterLiteral = (state: number) => (state < 4 ? 0 : state < 10 ? state - 3 : state - 6);
const after = (state: number, literal: number, other: number) => (state < literalStates ? literal : other);

/** LZMA as LZMA2 has it: chunks of known length, without a mark of the end. One object lives from reset to reset. */
export class Lzma {
  readonly #literalContext: number;
  readonly #literalPosition: number;
  readonly #position: number;
  readonly #literals: Probabilities;
  readonly #isMatch = probabilities(12 << 4);
  readonly #isRepeat = probabilities(12);
  readonly #isRepeat0 = probabilities(12);
  readonly #isRepeat1 = probabilities(12);
  readonly #isRepeat2 = probabilities(12);
  readonly #isLongRepeat = probabilities(12 << 4);
  readonly #matchLengths = new Lengths();
  readonly #repeatLengths = new Lengths();
  readonly #distances = new Distances();
  readonly #recent: [number, number, number, number] = [0, 0, 0, 0];
  #state = 0;

  /** `properties` is (pb * 5 + lp) * 9 + lc. */
  constructor(properties: number) {
    if (properties > (4 * 5 + 4) * 9 + 8) throw damaged("xz", "its LZMA properties are wrong");
    this.#literalContext = properties % 9;
    this.#literalPosition = Math.floor(properties / 9) % 5;
    this.#position = Math.floor(properties / 45);
    if (this.#literalContext + this.#literalPosition > 4) throw damaged("xz", "its LZMA properties are wrong");
    this.#literals = probabilities(0x300 << (this.#literalContext + this.#literalPosition));
  }

  /** Unpacks a chunk that gives `length` bytes. */
  unpack(chunk: Uint8Array, length: number, dictionary: Dictionary): void {
    const range = new RangeDecoder(chunk);
    for (let left = length; left > 0;) {
      const positionState = dictionary.position & ((1 << this.#position) - 1);
      const isMatch = range.bit(this.#isMatch, (this.#state << 4) + positionState) === 1;
      const unpacked = isMatch ? this.#match(range, positionState) : 1;
      if (unpacked > left || range.overrun) throw damaged("xz", "a chunk does not end where it should");
      if (isMatch) dictionary.repeat(this.#recent[0], unpacked);
      else this.#literal(range, dictionary);
      left -= unpacked;
    }
    if (!range.finished) throw damaged("xz", "a chunk does not end where it should");
  }

  #literal(range: RangeDecoder, dictionary: Dictionary): void {
    const low = dictionary.position & ((1 << this.#literalPosition) - 1);
    const context = (low << this.#literalContext) + (dictionary.peek(0) >> (8 - this.#literalContext));
    const offset = context * 0x300;
    dictionary.put(
      this.#state < literalStates
        ? range.tree(this.#literals, offset, 8)
        : this.#unlike(range, offset, dictionary.peek(this.#recent[0])),
    );
    this.#state = afterLiteral(this.#state);
  }

  /** A literal behind a match: it differs from the byte that would have gone on with the match. */
  #unlike(range: RangeDecoder, offset: number, matched: number): number {
    let symbol = 1;
    for (let shift = 7; symbol < 0x100;) {
      const expected = (matched >> shift--) & 1;
      const bit = range.bit(this.#literals, offset + ((1 + expected) << 8) + symbol);
      symbol = (symbol << 1) | bit;
      if (bit !== expected) while (symbol < 0x100) symbol = (symbol << 1) | range.bit(this.#literals, offset + symbol);
    }
    return symbol & 0xff;
  }

  /** Gives the length; the distance is the first of the recent ones. */
  #match(range: RangeDecoder, positionState: number): number {
    if (range.bit(this.#isRepeat, this.#state) === 1) return this.#repeat(range, positionState);
    const length = this.#matchLengths.read(range, positionState);
    const recent = this.#recent;
    [recent[3], recent[2], recent[1]] = [recent[2], recent[1], recent[0]];
    recent[0] = this.#distances.read(range, length);
    this.#state = after(this.#state, 7, 10);
    return length;
  }

  #repeat(range: RangeDecoder, positionState: number): number {
    const [state, recent] = [this.#state, this.#recent];
    if (range.bit(this.#isRepeat0, state) === 0) {
      if (range.bit(this.#isLongRepeat, (state << 4) + positionState) === 0) {
        this.#state = after(state, 9, 11);
        return 1;
      }
    } else {
      const which = range.bit(this.#isRepeat1, state) === 0 ? 1 : 2 + range.bit(this.#isRepeat2, state);
      const distance = recent[which]!;
      recent.copyWithin(1, 0, which);
      recent[0] = distance;
    }
    this.#state = after(state, 8, 11);
    return this.#repeatLengths.read(range, positionState);
  }
}
