const shift = 12;
const perChunk = 1 << shift;
const firstRows = 16;

/**
 * A table of rows of 32-bit words. It grows by whole chunks: nothing is copied and the peak is not
 * twice the size, as it would be with one array that doubles.
 */
export class Rows {
  readonly #width: number;
  readonly #chunks: Uint32Array[] = [];
  #count: number;

  /** `words`, where given, holds whole rows and is used as it is. */
  constructor(width: number, words: Uint32Array = new Uint32Array(0)) {
    this.#width = width;
    this.#count = words.length / width;
    const step = perChunk * width;
    for (let at = 0; at < words.length; at += step) this.#chunks.push(words.subarray(at, at + step));
  }

  get count(): number {
    return this.#count;
  }

  /** Number of a new row of zeros. */
  add(): number {
    const row = this.#count++;
    const at = row >>> shift;
    const needed = ((row & (perChunk - 1)) + 1) * this.#width;
    const old = this.#chunks[at];
    if (old !== undefined && old.length >= needed) return row;
    const rows = Math.min(perChunk, Math.max(at === 0 ? firstRows : perChunk, ((old?.length ?? 0) / this.#width) * 2));
    const chunk = new Uint32Array(rows * this.#width);
    if (old !== undefined) chunk.set(old);
    this.#chunks[at] = chunk;
    return row;
  }

  get(row: number, word: number): number {
    return this.#chunks[row >>> shift]![(row & (perChunk - 1)) * this.#width + word]!;
  }

  set(row: number, word: number, value: number): void {
    this.#chunks[row >>> shift]![(row & (perChunk - 1)) * this.#width + word] = value;
  }

  /** Writes `words` into a row, the first at `from`. */
  put(row: number, from: number, words: Uint32Array): void {
    const chunk = this.#chunks[row >>> shift]!;
    const start = (row & (perChunk - 1)) * this.#width + from;
    for (let at = 0; at < words.length; at++) chunk[start + at] = words[at]!;
  }

  /** Reads the words of a row from `from` on until `into` is full. */
  take(row: number, from: number, into: Uint32Array): void {
    const chunk = this.#chunks[row >>> shift]!;
    const start = (row & (perChunk - 1)) * this.#width + from;
    for (let at = 0; at < into.length; at++) into[at] = chunk[start + at]!;
  }

  /** The words `from` to `to` of a row, as a view. */
  words(row: number, from: number, to: number): Uint32Array {
    const start = (row & (perChunk - 1)) * this.#width;
    return this.#chunks[row >>> shift]!.subarray(start + from, start + to);
  }

  /** All words, as the constructor takes them. */
  parts(): readonly Uint32Array[] {
    const words = this.#count * this.#width;
    return this.#chunks.map((chunk, i) =>
      chunk.subarray(0, Math.min(chunk.length, words - i * perChunk * this.#width)),
    );
  }

  /** Gives back what the last chunk does not use. */
  trim(): void {
    const last = this.#chunks.length - 1;
    if (last >= 0) this.#chunks[last] = this.parts()[last]!.slice();
  }
}
