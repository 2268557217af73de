type Bytes = AsyncIterable<Uint8Array>;

/**
 * The bytes of a stream, held as far as a decoder asks for: `fill` waits for what the next unit of a
 * format may need at most, so that the decoding itself never waits. Whoever is done, well or not, closes it.
 */
export class Input implements AsyncDisposable {
  /** `bytes[at]` is the next byte; what lies from `end` on is none. Valid until the next `fill`. */
  bytes = new Uint8Array(64 * 1024);
  at = 0;
  end = 0;
  /** How many bytes were taken from the stream. */
  read = 0;
  readonly #source: AsyncIterator<Uint8Array>;
  #left: Uint8Array = new Uint8Array(0);
  #ended = false;

  constructor(source: Bytes) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** How many bytes the decoder took. */
  get taken(): number {
    return this.read - this.#left.length - this.available;
  }

  get available(): number {
    return this.end - this.at;
  }

  /** Resolves to whether `count` bytes are there; false only where the stream ends before. */
  async fill(count: number): Promise<boolean> {
    while (this.available < count && (await this.#more(count)));
    return this.available >= count;
  }

  /** The next bytes, which a `fill` found to be there. */
  take(count: number): Uint8Array {
    return this.bytes.subarray(this.at, (this.at += count));
  }

  async #more(count: number): Promise<boolean> {
    while (this.#left.length === 0) {
      const next = this.#ended ? { done: true as const } : await this.#source.next();
      if (next.done) {
        this.#ended = true;
        return false;
      }
      this.#left = next.value;
      this.read += next.value.length;
    }
    if (this.end === this.bytes.length) this.#makeRoom(count);
    const part = this.#left.subarray(0, this.bytes.length - this.end);
    this.bytes.set(part, this.end);
    this.end += part.length;
    this.#left = this.#left.subarray(part.length);
    return true;
  }

  /** Twice of what is asked for, so that many small units do not move the rest for each. */
  #makeRoom(count: number): void {
    const held = this.bytes.subarray(this.at, this.end);
    if (this.bytes.length < count * 2) this.bytes = new Uint8Array(count * 2);
    this.bytes.set(held);
    [this.at, this.end] = [0, held.length];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) await this.#source.return?.();
  }
}
