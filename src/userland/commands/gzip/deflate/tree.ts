const longestCode = 15;
const heapSize = 2 * 286 + 1;

/** A Huffman tree under construction, and what its codes cost: gzip 1.12 trees.c. */
export class Tree {
  /** How often each value occurs, then its code, bits reversed. */
  readonly code: Uint16Array;
  /** The father of each node, then the length of each code. */
  readonly length: Uint16Array;
  readonly #values: number;
  readonly #longest: number;
  readonly #extra: (value: number) => number;
  readonly #fixed: Uint16Array | undefined;
  last = 0;
  /** Bits of all values with these codes, and with the fixed ones. */
  bits = 0;
  fixedBits = 0;

  constructor(values: number, longest: number, extra: (value: number) => number, fixed?: Uint16Array) {
    this.#values = values;
    this.#longest = longest;
    this.#extra = extra;
    this.#fixed = fixed;
    this.code = new Uint16Array(heapSize);
    this.length = new Uint16Array(heapSize);
  }

  clear(): void {
    this.code.fill(0, 0, this.#values);
  }

  /** Builds the codes of what has been counted. */
  build(): void {
    this.bits = this.fixedBits = 0;
    const heap = new Heap(this.code);
    this.last = -1;
    for (let value = 0; value < this.#values; value++)
      if (this.code[value] !== 0) heap.append((this.last = value));
      else this.length[value] = 0;
    // Two codes at least: decoders want one distance, and a bit even for a single value.
    while (heap.size < 2) {
      const value = this.last < 2 ? ++this.last : 0;
      heap.append(value);
      this.code[value] = 1;
      this.bits--;
      this.fixedBits -= this.#fixed?.[value] ?? 0;
    }
    const order = heap.combine(this.#values, this.length);
    assignCodes(this.code, this.length, this.last, this.#lengths(order));
  }

  /** Makes fathers to lengths; `order`: all nodes, the most frequent first. Gives how many codes have each length. */
  #lengths(order: readonly number[]): Uint16Array {
    const counts = new Uint16Array(longestCode + 1);
    let overflow = 0;
    this.length[order[0]!] = 0;
    for (let at = 1; at < order.length; at++) {
      const value = order[at]!;
      let bits = this.length[this.length[value]!]! + 1;
      if (bits > this.#longest) {
        bits = this.#longest;
        overflow++;
      }
      this.length[value] = bits;
      if (value > this.last) continue;
      counts[bits]!++;
      const extra = this.#extra(value);
      this.bits += this.code[value]! * (bits + extra);
      this.fixedBits += this.code[value]! * ((this.#fixed?.[value] ?? 0) + extra);
    }
    if (overflow > 0) this.#shorten(order, counts, overflow);
    return counts;
  }

  /** Where codes are too long others become longer for them. */
  #shorten(order: readonly number[], counts: Uint16Array, overflow: number): void {
    for (let left = overflow; left > 0; left -= 2) {
      let bits = this.#longest - 1;
      while (counts[bits] === 0) bits--;
      counts[bits]!--;
      counts[bits + 1]! += 2;
      counts[this.#longest]!--;
    }
    let at = order.length;
    for (let bits = this.#longest; bits !== 0; bits--)
      for (let left = counts[bits]!; left !== 0;) {
        const value = order[--at]!;
        if (value > this.last) continue;
        this.bits += (bits - this.length[value]!) * this.code[value]!;
        this.length[value] = bits;
        left--;
      }
  }
}

/** Gives the values the codes that their lengths call for: RFC 1951 section 3.2.2, with reversed bits. */
export function assignCodes(code: Uint16Array, length: Uint16Array, last: number, counts: Uint16Array): void {
  const next = new Uint16Array(longestCode + 1);
  for (let bits = 1; bits <= longestCode; bits++) next[bits] = (next[bits - 1]! + counts[bits - 1]!) << 1;
  for (let value = 0; value <= last; value++) {
    const bits = length[value]!;
    if (bits !== 0) code[value] = reversed(next[bits]!++, bits);
  }
}

export function reversed(value: number, bits: number): number {
  let result = 0;
  for (let i = 0; i < bits; i++) result |= ((value >> i) & 1) << (bits - 1 - i);
  return result;
}

/** A heap with the rarest value on top; of equal ones the flattest. */
class Heap {
  readonly #frequency: Uint16Array;
  readonly #nodes = new Int32Array(heapSize);
  readonly #depth = new Uint8Array(heapSize);
  size = 0;

  constructor(frequency: Uint16Array) {
    this.#frequency = frequency;
  }

  append(value: number): void {
    this.#nodes[++this.size] = value;
  }

  /**
   * Joins the two rarest again and again, new nodes from `next` on, and notes their fathers. Gives all
   * nodes, the root first.
   */
  combine(next: number, father: Uint16Array): readonly number[] {
    const taken: number[] = [];
    const frequency = this.#frequency;
    const depth = this.#depth;
    for (let at = this.size >> 1; at >= 1; at--) this.#down(at);
    for (let node = next; this.size >= 2; node++) {
      const first = this.#nodes[1]!;
      this.#nodes[1] = this.#nodes[this.size--]!;
      this.#down(1);
      const second = this.#nodes[1]!;
      taken.push(first, second);
      frequency[node] = frequency[first]! + frequency[second]!;
      depth[node] = Math.max(depth[first]!, depth[second]!) + 1;
      father[first] = father[second] = node;
      this.#nodes[1] = node;
      this.#down(1);
    }
    return [...taken, this.#nodes[1]!].reverse();
  }

  #smaller(a: number, b: number): boolean {
    const [first, second] = [this.#frequency[a]!, this.#frequency[b]!];
    return first < second || (first === second && this.#depth[a]! <= this.#depth[b]!);
  }

  #down(from: number): void {
    const nodes = this.#nodes;
    const node = nodes[from]!;
    let at = from;
    for (let son = at << 1; son <= this.size; son <<= 1) {
      if (son < this.size && this.#smaller(nodes[son + 1]!, nodes[son]!)) son++;
      if (this.#smaller(node, nodes[son]!)) break;
      nodes[at] = nodes[son]!;
      at = son;
    }
    nodes[at] = node;
  }
}
