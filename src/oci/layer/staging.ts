import { zeroBlock } from "./tar/block.ts";

const capacity = 1 << 20;

/** Gathers small pieces into large writes. The bytes handed on are valid during the call alone. */
export class Staging {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #buffer = Buffer.allocUnsafe(capacity);
  #used = 0;
  /** Bytes put so far. */
  offset = 0;

  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
  }

  put(bytes: Uint8Array): void {
    this.offset += bytes.length;
    if (bytes.length > capacity - this.#used) this.flush();
    if (bytes.length >= capacity) return this.#write(bytes);
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  /** Fewer than a block. */
  zeros(count: number): void {
    this.put(zeroBlock.subarray(0, count));
  }

  flush(): void {
    if (this.#used > 0) this.#write(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }
}
