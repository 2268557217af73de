import { closeSync, openSync, readSync, writeSync } from "node:fs";

const inMemory = 32 * 1024 * 1024;

/**
 * Where content goes that is too much to hold: one file in the store's scratch, made when it is first
 * needed. What programs write beyond 32 MiB together lies there in blocks.
 */
export class Spill implements Disposable {
  readonly #file: string;
  #descriptor: number | undefined;
  #end = 0;
  #held = 0;

  /** `file` is a host path at which nothing is yet; its directory is whoever's who made it. */
  constructor(file: string) {
    this.#file = file;
  }

  /** Accounts for bytes that are held in memory, or let go. */
  hold(bytes: number): void {
    this.#held += bytes;
  }

  get isFull(): boolean {
    return this.#held > inMemory;
  }

  /** Where the block lies from now on. */
  put(block: Uint8Array): number {
    this.#descriptor ??= openSync(this.#file, "wx+", 0o600);
    const at = this.#end;
    for (let from = 0; from < block.length;)
      from += writeSync(this.#descriptor, block, from, block.length - from, at + from);
    this.#end += block.length;
    return at;
  }

  get(at: number, length: number): Uint8Array {
    const block = new Uint8Array(length);
    for (let from = 0; from < length;) {
      const count = readSync(this.#descriptor!, block, from, length - from, at + from);
      if (count === 0) throw new Error("the file of spilled content is shorter than what was put into it");
      from += count;
    }
    return block;
  }

  [Symbol.dispose](): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}
