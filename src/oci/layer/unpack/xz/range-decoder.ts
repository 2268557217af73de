/** Probabilities have 11 bits and adapt by a 32nd of what they were wrong. */
const even = 1024;

export type Probabilities = Uint16Array;

export const probabilities = (count: number): Probabilities => new Uint16Array(count).fill(even);

/** LZMA's range decoder over one chunk. Behind the chunk it reads zeros and says so by `overrun`. */
export class RangeDecoder {
  // Integers of 32 bits with a sign: V8 keeps those without a number object.
  #range = -1;
  #code = 0;
  #at = 1;
  readonly #bytes: Uint8Array;

  /** The first byte of a chunk is always 0. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    for (let i = 0; i < 4; i++) this.#code = (this.#code << 8) | this.#next();
  }

  /** Whether the chunk was read to its very end and ended as an encoder ends it. */
  get finished(): boolean {
    return this.#code === 0 && this.#at === this.#bytes.length && this.#bytes[0] === 0;
  }

  get overrun(): boolean {
    return this.#at > this.#bytes.length;
  }

  bit(probabilities: Probabilities, index: number): number {
    const probability = probabilities[index]!;
    const bound = Math.imul(this.#range >>> 11, probability);
    if (this.#code >>> 0 < bound >>> 0) {
      probabilities[index] = probability + ((2048 - probability) >> 5);
      this.#narrow(bound);
      return 0;
    }
    probabilities[index] = probability - (probability >> 5);
    this.#code = (this.#code - bound) | 0;
    this.#narrow((this.#range - bound) | 0);
    return 1;
  }

  /** `count` bits, the highest first, each by the probability of those before it; from `offset` on. */
  tree(probabilities: Probabilities, offset: number, count: number): number {
    let node = 1;
    for (let i = 0; i < count; i++) node = (node << 1) | this.bit(probabilities, offset + node);
    return node - (1 << count);
  }

  /** As `tree`, the lowest bit first. */
  reverseTree(probabilities: Probabilities, offset: number, count: number): number {
    let [node, value] = [1, 0];
    for (let i = 0; i < count; i++) {
      const bit = this.bit(probabilities, offset + node);
      node = (node << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  /** Bits of which each is as probable as its opposite. */
  direct(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      const half = this.#range >>> 1;
      const bit = this.#code >>> 0 >= half ? 1 : 0;
      if (bit === 1) this.#code = (this.#code - half) | 0;
      this.#narrow(half);
      value = (value << 1) | bit;
    }
    return value >>> 0;
  }

  #narrow(range: number): void {
    this.#range = range;
    if (range >>> 24 !== 0) return;
    this.#range = range << 8;
    this.#code = (this.#code << 8) | this.#next();
  }

  #next(): number {
    const byte = this.#bytes[this.#at++];
    return byte ?? 0;
  }
}
