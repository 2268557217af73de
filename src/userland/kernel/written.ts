import { createHash } from "node:crypto";
import type { Digest } from "../../oci/digest.ts";
import type { Spill } from "./spill.ts";

const blockSize = 64 * 1024;
const smallest = 256;

/** Content that programs write: blocks in memory, full ones in the spill once there are many. */
export class Written {
  readonly #spill: Spill;
  /** A number is an address in the spill; undefined a hole. */
  readonly #blocks: (Uint8Array | number | undefined)[] = [];
  #size = 0;
  #digest: Digest | undefined;

  constructor(spill: Spill) {
    this.#spill = spill;
  }

  get size(): number {
    return this.#size;
  }

  /** At most `max` bytes at `offset`, of one block; empty at the end. A copy. */
  read(offset: number, max: number): Uint8Array {
    const number = Math.floor(offset / blockSize);
    const at = offset % blockSize;
    const length = Math.min(max, this.#size - offset, blockSize - at);
    if (length <= 0) return new Uint8Array(0);
    const bytes = new Uint8Array(length);
    const block = this.#blocks[number];
    if (typeof block === "number") bytes.set(this.#spill.get(block + at, length));
    else if (block !== undefined) bytes.set(block.subarray(at, at + length));
    return bytes;
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#digest = undefined;
    for (let from = 0; from < bytes.length;) {
      const number = Math.floor((offset + from) / blockSize);
      const at = (offset + from) % blockSize;
      const part = bytes.subarray(from, from + blockSize - at);
      this.#block(number, at + part.length).set(part, at);
      from += part.length;
      if (at + part.length === blockSize && this.#spill.isFull) this.#put(number);
    }
    this.#size = Math.max(this.#size, offset + bytes.length);
  }

  truncate(size: number): void {
    this.#digest = undefined;
    const keep = Math.ceil(size / blockSize);
    for (const block of this.#blocks.splice(keep)) if (block instanceof Uint8Array) this.#spill.hold(-block.length);
    const at = size % blockSize;
    if (size < this.#size && at > 0 && this.#blocks[keep - 1] !== undefined) this.#block(keep - 1, at).fill(0, at);
    this.#size = size;
  }

  *all(): Generator<Uint8Array> {
    for (let offset = 0; offset < this.#size; offset += blockSize) yield this.read(offset, blockSize);
  }

  digest(): Digest {
    if (this.#digest !== undefined) return this.#digest;
    const hash = createHash("sha256");
    for (const part of this.all()) hash.update(part);
    return (this.#digest = `sha256:${hash.digest("hex")}` as Digest);
  }

  /** A block in memory with room for `needed` bytes; zeros where nothing was. */
  #block(number: number, needed: number): Uint8Array {
    const old = this.#blocks[number];
    if (old instanceof Uint8Array && old.length >= needed) return old;
    let size = old === undefined ? smallest : blockSize;
    if (old instanceof Uint8Array) size = old.length;
    while (size < needed) size *= 2;
    const block = new Uint8Array(size);
    if (old instanceof Uint8Array) block.set(old);
    else if (old !== undefined) block.set(this.#spill.get(old, blockSize));
    this.#spill.hold(size - (old instanceof Uint8Array ? old.length : 0));
    return (this.#blocks[number] = block);
  }

  #put(number: number): void {
    const block = this.#blocks[number] as Uint8Array;
    this.#blocks[number] = this.#spill.put(block);
    this.#spill.hold(-block.length);
  }
}
