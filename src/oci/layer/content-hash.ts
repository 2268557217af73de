import { createHash } from "node:crypto";
import { type Digest, finish } from "../digest.ts";
import type { SparseMap } from "../filesystem/node.ts";

const zeros = Buffer.alloc(1 << 16);

/** Zeros in place of a hole. */
export function* holes(size: number): Generator<Buffer> {
  for (let left = size; left > 0; left -= zeros.length) yield left < zeros.length ? zeros.subarray(0, left) : zeros;
}

/** sha256 of a file while its stored parts come, with zeros between them where it is sparse. */
export class ContentHash {
  readonly #hash = createHash("sha256");
  readonly #map: SparseMap;
  readonly #size: number;
  #part = 0;
  #position = 0;

  constructor(size: number, map: SparseMap = [0, size]) {
    this.#map = map;
    this.#size = size;
  }

  update(bytes: Buffer): void {
    for (let at = 0; at < bytes.length;) {
      const start = this.#map[this.#part]!;
      const end = start + this.#map[this.#part + 1]!;
      if (this.#position < start) this.#skipTo(start);
      const size = Math.min(bytes.length - at, end - this.#position);
      if (size > 0) this.#hash.update(bytes.subarray(at, at + size));
      at += size;
      this.#position += size;
      if (this.#position >= end) this.#part += 2;
    }
  }

  finish(): Digest {
    this.#skipTo(this.#size);
    return finish(this.#hash);
  }

  #skipTo(position: number): void {
    for (const hole of holes(position - this.#position)) this.#hash.update(hole);
    this.#position = Math.max(position, this.#position);
  }
}
