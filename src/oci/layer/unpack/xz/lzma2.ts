import { damaged } from "../damaged.ts";
import type { Input } from "../input.ts";
import type { Dictionary } from "./dictionary.ts";
import { Lzma } from "./lzma.ts";
import { take } from "./take.ts";

/** A chunk: a byte that says what it is, five of sizes and properties, and at most 64 KiB. */
const longestChunk = 6 + 64 * 1024;

/** Unpacks LZMA2: chunks, each with how much of the state before it holds on, behind them a 0. */
export async function* lzma2(input: Input, dictionary: Dictionary): AsyncGenerator<Uint8Array> {
  let lzma: Lzma | undefined;
  let properties: number | undefined;
  let hasDictionary = false;
  for (;;) {
    await input.fill(longestChunk);
    const control = take(input, 1)[0]!;
    if (control === 0) return;
    if (control >= 0xe0 || control === 1) {
      dictionary.reset();
      hasDictionary = true;
      properties = undefined;
    } else if (!hasDictionary) throw damaged("xz", "it does not begin with a dictionary");
    if (control < 0x80) {
      if (control > 2) throw damaged("xz", "a chunk is of no known kind");
      const chunk = take(input, uint16(input) + 1);
      for (const byte of chunk) dictionary.put(byte);
      yield chunk.slice();
      continue;
    }
    const length = ((control & 0x1f) << 16) + uint16(input) + 1;
    const packed = uint16(input) + 1;
    if (control >= 0xc0) properties = take(input, 1)[0]!;
    if (properties === undefined) throw damaged("xz", "a chunk lacks its properties");
    if (control >= 0xa0 || lzma === undefined) lzma = new Lzma(properties);
    lzma.unpack(take(input, packed), length, dictionary);
    yield* dictionary.last(length);
  }
}

const uint16 = (input: Input): number => {
  const [high, low] = take(input, 2);
  return (high! << 8) + low!;
};
