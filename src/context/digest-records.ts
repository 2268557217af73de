export const keyBytes = 16;
/** A key, then a sha256. */
export const recordBytes = keyBytes + 32;
/** A key, then the number of the file whose digest it is: who has the number has the digest. */
const heldBytes = keyBytes + 4;
const perChunk = 4096;

/**
 * Records of a key and a file, in the order they come. They lie in chunks of one size: growth
 * copies nothing.
 */
export class DigestRecords {
  readonly #chunks: Buffer[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(key: Buffer, file: number): void {
    const index = this.#count++;
    if (index % perChunk === 0) this.#chunks.push(Buffer.alloc(perChunk * heldBytes));
    const at = offset(index);
    key.copy(this.#chunk(index), at);
    this.#chunk(index).writeUInt32LE(file, at + keyBytes);
  }

  /** All of them by key, with the digests; each is valid until the next is asked for. */
  *sorted(digest: (file: number) => Buffer): Generator<Buffer> {
    const record = Buffer.alloc(recordBytes);
    for (const index of this.#order()) {
      const chunk = this.#chunk(index);
      const at = offset(index);
      chunk.copy(record, 0, at, at + keyBytes);
      digest(chunk.readUInt32LE(at + keyBytes)).copy(record, keyBytes);
      yield record;
    }
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

const offset = (index: number): number => (index % perChunk) * heldBytes;
