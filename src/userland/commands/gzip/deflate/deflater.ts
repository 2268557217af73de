import { BitWriter } from "./bit-writer.ts";
import { Block } from "./block.ts";

const windowSize = 0x8000;
const windowMask = windowSize - 1;
const hashMask = 0x7fff;
const shortest = 3;
const longest = 258;
const enough = longest + shortest + 1;
const farthest = windowSize - enough;
/** A match of three bytes that is farther away does not pay. */
const tooFar = 4096;

/** good, lazy, nice, chain: by level. */
const settings: readonly (readonly [good: number, lazy: number, nice: number, chain: number])[] = [
  [0, 0, 0, 0],
  [4, 4, 8, 4],
  [4, 5, 16, 8],
  [4, 6, 32, 32],
  [4, 4, 16, 16],
  [8, 16, 32, 32],
  [8, 16, 128, 128],
  [8, 32, 128, 256],
  [32, 128, 258, 1024],
  [32, 258, 258, 4096],
];

/** Fills the front of a buffer; 0 at the end. */
export type Read = (buffer: Uint8Array) => Promise<number>;

/**
 * Deflate as GNU gzip 1.12 does it (deflate.c), to the bit. One serves all files of a process: what an
 * earlier one left in the window can decide between two equally long matches at a later one's end.
 */
export class Deflater {
  readonly #level: number;
  readonly #good: number;
  readonly #lazy: number;
  readonly #nice: number;
  readonly #chain: number;
  readonly #window = new Uint8Array(2 * windowSize);
  readonly #head = new Uint16Array(hashMask + 1);
  readonly #previous = new Uint16Array(windowSize);
  #hash = 0;
  #start = 0;
  #blockStart = 0;
  #ahead = 0;
  #matchStart = 0;
  #ended = false;
  #read: Read = async () => 0;

  /** `level`: 1 to 9. */
  constructor(level: number) {
    this.#level = level;
    [this.#good, this.#lazy, this.#nice, this.#chain] = settings[level]!;
  }

  /** The deflated form of what `read` gives. */
  async *deflate(read: Read): AsyncGenerator<Uint8Array> {
    const bits = new BitWriter();
    const block = new Block(bits, this.#level);
    await this.#begin(read);
    const steps = this.#level <= 3 ? this.#fast(block) : this.#slow(block);
    while (!steps.next().done) {
      const bytes = bits.take();
      if (bytes.length > 0) yield bytes;
      await this.#refill();
    }
    this.#flush(block, true);
    yield bits.take();
  }

  async #begin(read: Read): Promise<void> {
    this.#read = read;
    this.#head.fill(0);
    this.#start = this.#blockStart = 0;
    this.#ahead = await read(this.#window);
    this.#ended = this.#ahead === 0;
    await this.#refill();
    this.#hash = 0;
    this.#roll(this.#window[0]!);
    this.#roll(this.#window[1]!);
  }

  async #refill(): Promise<void> {
    while (this.#ahead < enough && !this.#ended) {
      if (this.#start >= windowSize + farthest) this.#slide();
      const filled = this.#start + this.#ahead;
      const count = await this.#read(this.#window.subarray(filled));
      if (count === 0) {
        this.#ended = true;
        this.#window.fill(0, filled, filled + shortest - 1);
      } else this.#ahead += count;
    }
  }

  #slide(): void {
    this.#window.copyWithin(0, windowSize);
    this.#matchStart -= windowSize;
    this.#start -= windowSize;
    this.#blockStart -= windowSize;
    for (const table of [this.#head, this.#previous])
      for (let i = 0; i < table.length; i++) {
        const place = table[i]!;
        table[i] = place >= windowSize ? place - windowSize : 0;
      }
  }

  #roll(byte: number): void {
    this.#hash = ((this.#hash << 5) ^ byte) & hashMask;
  }

  /** Notes the three bytes at a place; gives where they stood last. */
  #insert(place: number): number {
    this.#roll(this.#window[place + shortest - 1]!);
    const before = this.#head[this.#hash]!;
    this.#previous[place & windowMask] = before;
    this.#head[this.#hash] = place;
    return before;
  }

  #canMatch(place: number): boolean {
    return place !== 0 && this.#start - place <= farthest && this.#start <= 2 * windowSize - enough;
  }

  /** The length of the longest match, more than `best`; `best` where there is none. Its place in `#matchStart`. */
  #longestMatch(first: number, best: number): number {
    const window = this.#window;
    const scan = this.#start;
    const limit = scan > farthest ? scan - farthest : 0;
    let left = best >= this.#good ? this.#chain >> 2 : this.#chain;
    let length = best;
    let place = first;
    do {
      if (
        window[place + length] === window[scan + length] &&
        window[place + length - 1] === window[scan + length - 1] &&
        window[place] === window[scan] &&
        window[place + 1] === window[scan + 1]
      ) {
        let same = 2;
        while (same < longest && window[place + same] === window[scan + same]) same++;
        if (same > length) {
          this.#matchStart = place;
          length = same;
          if (same >= this.#nice) break;
        }
      }
      place = this.#previous[place & windowMask]!;
    } while (place > limit && --left !== 0);
    return length;
  }

  #flush(block: Block, last: boolean): void {
    const input = this.#blockStart >= 0 ? this.#window.subarray(this.#blockStart, this.#start) : undefined;
    block.flush(input, this.#start - this.#blockStart, last);
    this.#blockStart = this.#start;
  }

  /** Stops wherever more input is needed. Levels 1 to 3: the first match is taken. */
  *#fast(block: Block): Generator<void> {
    while (this.#ahead !== 0) {
      const place = this.#insert(this.#start);
      const found = this.#canMatch(place) ? Math.min(this.#longestMatch(place, shortest - 1), this.#ahead) : 0;
      const length = this.#start - this.#blockStart;
      let full: boolean;
      if (found >= shortest) {
        full = block.match(this.#start - this.#matchStart, found - shortest, length);
        this.#ahead -= found;
        this.#skip(found);
      } else {
        full = block.literal(this.#window[this.#start]!, length);
        this.#ahead--;
        this.#start++;
      }
      if (full) this.#flush(block, false);
      if (this.#ahead < enough && !this.#ended) yield;
    }
  }

  #skip(found: number): void {
    if (found <= this.#lazy) {
      for (let left = found - 1; left > 0; left--) this.#insert(++this.#start);
      this.#start++;
      return;
    }
    this.#start += found;
    this.#hash = this.#window[this.#start]!;
    this.#roll(this.#window[this.#start + 1]!);
  }

  /** The same for levels 4 to 9: a match is taken only where the next byte does not begin a better one. */
  *#slow(block: Block): Generator<void> {
    let available = false;
    let found = shortest - 1;
    while (this.#ahead !== 0) {
      const place = this.#insert(this.#start);
      const before = found;
      const beforeStart = this.#matchStart;
      found = before < this.#lazy && this.#canMatch(place) ? this.#better(place, before) : shortest - 1;
      const length = this.#start - this.#blockStart;
      if (before >= shortest && found <= before) {
        const full = block.match(this.#start - 1 - beforeStart, before - shortest, length);
        this.#ahead -= before - 1;
        for (let left = before - 2; left > 0; left--) this.#insert(++this.#start);
        available = false;
        found = shortest - 1;
        this.#start++;
        if (full) this.#flush(block, false);
      } else {
        if (available && block.literal(this.#window[this.#start - 1]!, length)) this.#flush(block, false);
        available = true;
        this.#start++;
        this.#ahead--;
      }
      if (this.#ahead < enough && !this.#ended) yield;
    }
    if (available) block.literal(this.#window[this.#start - 1]!, this.#start - this.#blockStart);
  }

  #better(place: number, best: number): number {
    const found = Math.min(this.#longestMatch(place, best), this.#ahead);
    return found === shortest && this.#start - this.#matchStart > tooFar ? shortest - 1 : found;
  }
}
