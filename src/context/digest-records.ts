export const keyBytes = 16;
/** A key, then a sha256. */
export const recordBytes = keyBytes + 32;
const perChunk = 4096;

/**
 * Records of a key and a digest, in the order they come. They lie in chunks of one size: growth
 * copies nothing.
 */
export class DigestRecords {
  readonly #chunks: Buffer[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** `hex` is the digest's. */
  add(key: Buffer, hex: string): void {
    const index = this.#count++;
    if (index % perChunk === 0) this.#chunks.push(Buffer.alloc(perChunk * recordBytes));
    const at = offset(index);
    key.copy(this.#chunk(index), at);
    this.#chunk(index).write(hex, at + keyBytes, "hex");
  }

  /** All of them by key, as views. */
  *sorted(): Generator<Buffer> {
    for (const index of this.#order()) yield this.#chunk(index).subarray(offset(index), offset(index) + recordBytes);
  }

  /** By first byte, then each of these 256 groups on its own: a sort of them all would copy them twice. */
  #order(): Uint32Array {
    const ends = new Uint32Array(256);
    for (let index = 0; index < this.#count; index++) ends[this.#firstByte(index)]!++;
    for (let byte = 1; byte < 256; byte++) ends[byte]! += ends[byte - 1]!;
    const starts = ends.slice();
    const order = new Uint32Array(this.#count);
    for (let index = 0; index < this.#count; index++) order[--starts[this.#firstByte(index)]!] = index;
    ends.forEach((end, byte) => order.subarray(starts[byte], end).sort((a, b) => this.#compare(a, b)));
    return order;
  }

  #compare(a: number, b: number): number {
    const [ofA, ofB] = [offset(a), offset(b)];
    return this.#chunk(a).compare(this.#chunk(b), ofB, ofB + keyBytes, ofA, ofA + keyBytes);
  }

  #firstByte(index: number): number {
    return this.#chunk(index)[offset(index)]!;
  }

  #chunk(index: number): Buffer {
    return this.#chunks[Math.floor(index / perChunk)]!;
  }
}

const offset = (index: number): number => (index % perChunk) * recordBytes;
