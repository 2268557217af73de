import type { BitWriter } from "./bit-writer.ts";
import {
  bitLengthCodes,
  distanceBase,
  distanceCode,
  distanceCodes,
  distanceExtra,
  endBlock,
  lengthBase,
  lengthCode,
  lengthExtra,
  literalCodes,
  literals,
} from "./codes.ts";
import { assignCodes, reversed, Tree } from "./tree.ts";

/** Literals and matches that one block holds at most. */
const capacity = 0x8000;

const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;
const repeatExtra: Readonly<Record<number, number>> = { 16: 2, 17: 3, 18: 7 };

/** The codes of RFC 1951 section 3.2.6. */
const fixed = (() => {
  const length = new Uint16Array(288).fill(8);
  length.fill(9, 144, 256).fill(7, 256, 280);
  const code = new Uint16Array(288);
  const counts = new Uint16Array(16);
  for (const bits of length) counts[bits]!++;
  assignCodes(code, length, 287, counts);
  const distances = Uint16Array.from({ length: distanceCodes }, (_, value) => reversed(value, 5));
  return {
    literal: { code, length },
    distance: { code: distances, length: new Uint16Array(distanceCodes).fill(5) },
  };
})();

type Codes = Pick<Tree, "code" | "length">;

/** The literals and matches of one block, counted and then written: gzip 1.12 trees.c. */
export class Block {
  readonly #bits: BitWriter;
  readonly #level: number;
  readonly #values = new Uint8Array(capacity);
  /** 0 for a literal. */
  readonly #distances = new Uint16Array(capacity);
  #count = 0;
  #matches = 0;
  readonly #literal = new Tree(
    literalCodes,
    15,
    (value) => (value > endBlock ? lengthExtra[value - literals - 1]! : 0),
    fixed.literal.length,
  );
  readonly #distance = new Tree(distanceCodes, 15, (value) => distanceExtra[value]!, fixed.distance.length);
  readonly #bitLength = new Tree(bitLengthCodes, 7, (value) => repeatExtra[value] ?? 0);

  constructor(bits: BitWriter, level: number) {
    this.#bits = bits;
    this.#level = level;
    this.#begin();
  }

  #begin(): void {
    for (const tree of [this.#literal, this.#distance, this.#bitLength]) tree.clear();
    this.#literal.code[endBlock] = 1;
    this.#count = this.#matches = 0;
  }

  /** Each of these tells whether the block should end; `length`: of the input that it stands for so far. */
  literal(byte: number, length: number): boolean {
    this.#literal.code[byte]!++;
    return this.#add(byte, 0, length);
  }

  /** `size` is the length of the match less three. */
  match(distance: number, size: number, length: number): boolean {
    this.#literal.code[lengthCode[size]! + literals + 1]!++;
    this.#distance.code[distanceCode[distance - 1]!]!++;
    this.#matches++;
    return this.#add(size, distance, length);
  }

  #add(value: number, distance: number, length: number): boolean {
    this.#values[this.#count] = value;
    this.#distances[this.#count++] = distance;
    if (this.#level > 2 && (this.#count & 0xfff) === 0 && this.#pays(length)) return true;
    return this.#count === capacity - 1;
  }

  /** Whether it looks as if a new tree would do better from here on. */
  #pays(length: number): boolean {
    let bits = this.#count * 8;
    distanceExtra.forEach((extra, code) => (bits += this.#distance.code[code]! * (5 + extra)));
    return this.#matches < this.#count >> 1 && bits >>> 3 < length >> 1;
  }

  /** Writes the block in the shortest of three ways. `input`: what it stands for, where that is still there. */
  flush(input: Uint8Array | undefined, length: number, last: boolean): void {
    this.#literal.build();
    this.#distance.build();
    const repeats = [...runs(this.#literal), ...runs(this.#distance)];
    for (const { code } of repeats) this.#bitLength.code[code]!++;
    this.#bitLength.build();
    let used = bitLengthCodes - 1;
    while (used >= 3 && this.#bitLength.length[order[used]!] === 0) used--;
    const trees = this.#bitLength.bits + 3 * (used + 1) + 14;
    const dynamic = (this.#literal.bits + this.#distance.bits + trees + 10) >>> 3;
    const constant = (this.#literal.fixedBits + this.#distance.fixedBits + 10) >>> 3;
    const best = Math.min(dynamic, constant);
    if (input !== undefined && length + 4 <= best) {
      this.#bits.write(Number(last), 3);
      this.#bits.stored(input);
    } else if (constant === best) {
      this.#bits.write(2 + Number(last), 3);
      this.#content(fixed.literal, fixed.distance);
    } else {
      this.#bits.write(4 + Number(last), 3);
      this.#trees(repeats, used + 1);
      this.#content(this.#literal, this.#distance);
    }
    this.#begin();
    if (last) this.#bits.align();
  }

  #trees(repeats: readonly Run[], used: number): void {
    this.#bits.write(this.#literal.last - 256, 5);
    this.#bits.write(this.#distance.last, 5);
    this.#bits.write(used - 4, 4);
    for (const value of order.slice(0, used)) this.#bits.write(this.#bitLength.length[value]!, 3);
    for (const { code, more } of repeats) {
      this.#bits.write(this.#bitLength.code[code]!, this.#bitLength.length[code]!);
      const extra = repeatExtra[code];
      if (extra !== undefined) this.#bits.write(more, extra);
    }
  }

  #content(literal: Codes, distances: Codes): void {
    const bits = this.#bits;
    for (let at = 0; at < this.#count; at++) {
      const value = this.#values[at]!;
      const distance = this.#distances[at]!;
      if (distance === 0) {
        bits.write(literal.code[value]!, literal.length[value]!);
        continue;
      }
      const code = lengthCode[value]!;
      bits.write(literal.code[code + literals + 1]!, literal.length[code + literals + 1]!);
      if (lengthExtra[code] !== 0) bits.write(value - lengthBase[code]!, lengthExtra[code]!);
      const far = distanceCode[distance - 1]!;
      bits.write(distances.code[far]!, distances.length[far]!);
      if (distanceExtra[far] !== 0) bits.write(distance - 1 - distanceBase[far]!, distanceExtra[far]!);
    }
    bits.write(literal.code[endBlock]!, literal.length[endBlock]!);
  }
}

/** A code length, or a number of repetitions of one: RFC 1951 section 3.2.7. */
interface Run {
  readonly code: number;
  readonly more: number;
}

/** The lengths of a tree's codes in runs: scan_tree and send_tree. */
function* runs({ length, last }: Tree): Generator<Run> {
  let before = -1;
  let count = 0;
  let [most, least] = length[0] === 0 ? [138, 3] : [7, 4];
  for (let value = 0; value <= last; value++) {
    const current = length[value]!;
    const next = value === last ? 0xffff : length[value + 1]!;
    if (++count < most && current === next) continue;
    if (count < least) for (; count > 0; count--) yield { code: current, more: 0 };
    else if (current === 0) yield count <= 10 ? { code: 17, more: count - 3 } : { code: 18, more: count - 11 };
    else {
      if (current !== before) {
        yield { code: current, more: 0 };
        count--;
      }
      yield { code: 16, more: count - 3 };
    }
    count = 0;
    before = current;
    if (next === 0) [most, least] = [138, 3];
    else [most, least] = current === next ? [6, 3] : [7, 4];
  }
}
