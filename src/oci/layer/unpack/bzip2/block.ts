import { damaged } from "../damaged.ts";
import type { Bits } from "./bits.ts";
import { type PrefixCodes, readCodes, readSymbol } from "./prefix-codes.ts";

/** Symbols that one table of codes stands for. */
const groupSize = 50;

/** A block as it was sorted, Burrows and Wheeler's way; `inverse` walks it in the order that it had before. */
export interface SortedBlock {
  readonly crc: number;
  readonly length: number;
  readonly origin: number;
}

/**
 * Reads a block behind its magic number into the low 8 bits of `into`, whose length is the most that a block
 * of the stream may have. Its format as bzip2 1.0.8 reads it; blocks that bzip2 before 0.9.5 randomised are
 * refused, as Go's compress/bzip2 does.
 */
export function readBlock(bits: Bits, into: Uint32Array): SortedBlock {
  const crc = bits.word();
  if (bits.read(1) !== 0) throw damaged("bzip2", "it is of a version before 0.9.5");
  const origin = bits.read(24);
  const values = usedBytes(bits);
  const tables = bits.read(3);
  if (tables < 2 || tables > 6) throw damaged("bzip2", `a block has ${tables} tables`);
  const selectors = readSelectors(bits, tables);
  const codes = Array.from({ length: tables }, () => readCodes(bits, values.length + 2));
  const length = readSymbols(bits, codes, selectors, values, into);
  if (origin >= length) throw damaged("bzip2", "a block begins behind its end");
  return { crc, origin, length };
}

function usedBytes(bits: Bits): Uint8Array {
  const ranges = bits.read(16);
  const used: number[] = [];
  for (let range = 0; range < 16; range++) {
    const map = (ranges >> (15 - range)) & 1 ? bits.read(16) : 0;
    for (let bit = 0; bit < 16; bit++) if ((map >> (15 - bit)) & 1) used.push(range * 16 + bit);
  }
  if (used.length === 0) throw damaged("bzip2", "a block holds no bytes");
  return Uint8Array.from(used);
}

function readSelectors(bits: Bits, tables: number): Uint8Array {
  const selectors = new Uint8Array(bits.read(15));
  if (selectors.length === 0) throw damaged("bzip2", "a block names no tables");
  const recent = Uint8Array.from({ length: tables }, (_, i) => i);
  for (let i = 0; i < selectors.length; i++) {
    let index = 0;
    while (bits.read(1) === 1) if (++index >= tables) throw damaged("bzip2", "a table is missing");
    selectors[i] = toFront(recent, index);
  }
  return selectors;
}

/** Undoes run lengths and move-to-front; gives how many bytes there are. */
function readSymbols(
  bits: Bits,
  codes: readonly PrefixCodes[],
  selectors: Uint8Array,
  recent: Uint8Array,
  into: Uint32Array,
): number {
  const end = recent.length + 1;
  let [length, run, weight] = [0, 0, 1];
  for (let read = 0; ; read++) {
    const selector = selectors[Math.floor(read / groupSize)];
    if (selector === undefined) throw damaged("bzip2", "a block does not end");
    const symbol = readSymbol(bits, codes[selector]!);
    if (symbol <= 1) {
      run += weight << symbol;
      weight <<= 1;
      if (run > into.length - length) throw tooLong();
      continue;
    }
    if (run > 0) into.fill(recent[0]!, length, (length += run));
    [run, weight] = [0, 1];
    if (symbol === end) return length;
    if (length === into.length) throw tooLong();
    into[length++] = toFront(recent, symbol - 1);
  }
}

const tooLong = () => damaged("bzip2", "a block is too long");

function toFront(recent: Uint8Array, index: number): number {
  const value = recent[index]!;
  // Most are near; copyWithin costs more than it saves.
  for (let i = index; i > 0; i--) recent[i] = recent[i - 1]!;
  recent[0] = value;
  return value;
}

/** Writes into the high 24 bits of `block`, for each place, which place comes next; gives the first. */
export function inverse(block: Uint32Array, { length, origin }: SortedBlock): number {
  const starts = new Uint32Array(256);
  for (let i = 0; i < length; i++) starts[block[i]!]!++;
  for (let value = 0, sum = 0; value < 256; value++) {
    const count = starts[value]!;
    starts[value] = sum;
    sum += count;
  }
  for (let i = 0; i < length; i++) block[starts[block[i]! & 0xff]!++]! |= i << 8;
  return block[origin]! >>> 8;
}
