import { damaged } from "../damaged.ts";
import type { Bits } from "./bits.ts";

const longest = 20;

/** Codes up to this length are looked up. */
const short = 10;

/** Canonical prefix codes, as Huffman's, of 1 to 20 bits. */
export interface PrefixCodes {
  /** By the next 10 bits: a symbol times 32, and the length of its code; 0 where that is longer. */
  readonly lookup: Uint16Array;
  /** By length: the last code of it (-1 where there is none), and what turns a code into a place of `symbols`. */
  readonly last: Int32Array;
  readonly offset: Int32Array;
  /** By length and then value. */
  readonly symbols: Uint16Array;
}

/** Reads the lengths of the codes of `count` symbols, each told by its difference to the one before. */
export function readCodes(bits: Bits, count: number): PrefixCodes {
  const lengths = new Uint8Array(count);
  let length = bits.read(5);
  for (let symbol = 0; symbol < count; symbol++) {
    for (;;) {
      if (length < 1 || length > longest) throw damaged("bzip2", "a code has a wrong length");
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  return codesOf(lengths);
}

function codesOf(lengths: Uint8Array): PrefixCodes {
  const [last, offset] = [new Int32Array(longest + 1).fill(-1), new Int32Array(longest + 1)];
  const symbols = new Uint16Array(lengths.length);
  const lookup = new Uint16Array(1 << short);
  let [code, at] = [0, 0];
  for (let length = 1; length <= longest; length++, code <<= 1) {
    offset[length] = at - code;
    for (let symbol = 0; symbol < lengths.length; symbol++)
      if (lengths[symbol] === length) {
        symbols[at++] = symbol;
        if (length <= short && code < 1 << length) {
          const begin = code << (short - length);
          lookup.fill(symbol * 32 + length, begin, begin + (1 << (short - length)));
        }
        last[length] = code++;
      }
    if (code > 1 << length) throw damaged("bzip2", "its codes overlap");
  }
  return { lookup, last, offset, symbols };
}

export function readSymbol(bits: Bits, { lookup, last, offset, symbols }: PrefixCodes): number {
  const next = bits.peek20();
  const found = lookup[next >>> (longest - short)]!;
  if (found !== 0) {
    bits.skip(found & 31);
    return found >>> 5;
  }
  for (let length = short + 1; length <= longest; length++) {
    const code = next >>> (longest - length);
    if (code > last[length]!) continue;
    bits.skip(length);
    return symbols[code + offset[length]!]!;
  }
  throw damaged("bzip2", "a code stands for nothing");
}
