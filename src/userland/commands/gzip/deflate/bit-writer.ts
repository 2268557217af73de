/** Bits to bytes, the lowest first: gzip 1.12 bits.c. */
export class BitWriter {
  #bytes = new Uint8Array(64 * 1024);
  #length = 0;
  #held = 0;
  #count = 0;

  /** At most 16 bits. */
  write(value: number, bits: number): void {
    this.#held |= value << this.#count;
    this.#count += bits;
    while (this.#count >= 8) {
      this.#byte(this.#held & 0xff);
      this.#held >>>= 8;
      this.#count -= 8;
    }
  }

  align(): void {
    if (this.#count > 0) this.#byte(this.#held & 0xff);
    this.#held = this.#count = 0;
  }

  /** A stored block, whose type has been written. */
  stored(content: Uint8Array): void {
    this.align();
    for (const word of [content.length, ~content.length]) {
      this.#byte(word & 0xff);
      this.#byte((word >>> 8) & 0xff);
    }
    for (const byte of content) this.#byte(byte);
  }

  /** What was written since the last call. */
  take(): Uint8Array {
    const bytes = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return bytes;
  }

  #byte(value: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = value;
  }
}
