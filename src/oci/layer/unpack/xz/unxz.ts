import { bound } from "../bound.ts";
import { damaged } from "../damaged.ts";
import { Input } from "../input.ts";
import { type BlockHeader, readBlockHeader } from "./block-header.ts";
import type { Check } from "./check.ts";
import { checkOf, verifyCrc } from "./checks.ts";
import { Dictionary } from "./dictionary.ts";
import { lzma2 } from "./lzma2.ts";
import { blockSizes, readFooter, readIndex } from "./stream-end.ts";
import { next, take } from "./take.ts";

const magic = Buffer.from("\xfd7zXZ\0", "latin1");

/**
 * Unpacks .xz (format 1.2.1), stream after stream with padding between them, in memory of the dictionary's size.
 * Every checksum and the index are compared. Ends only when the whole source was read. Throws
 * `layer/bad-compression` where it is damaged, cut off or followed by anything else,
 * `layer/too-large` for bombs, `layer/cannot-unpack` for filters besides LZMA2 and dictionaries beyond `limits.window`.
 */
export async function* unxz(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  await using input = new Input(source);
  let written = 0;
  let dictionary = new Dictionary(4096);
  const ofSize = (size: number) => (dictionary = dictionary.size === size ? dictionary : new Dictionary(size));
  for (let first = true; first || (await anotherStream(input)); first = false)
    for await (const part of stream(input, ofSize)) {
      written += part.length;
      bound(input.read, written);
      yield part;
    }
}

/** Skips padding, NULs in fours. */
async function anotherStream(input: Input): Promise<boolean> {
  while (await input.fill(4)) {
    if (input.bytes.subarray(input.at, input.at + 4).some((byte) => byte !== 0)) return true;
    input.at += 4;
  }
  if (input.available > 0) throw damaged("xz", "something else follows its end");
  return false;
}

async function* stream(input: Input, dictionary: (size: number) => Dictionary): AsyncGenerator<Uint8Array> {
  const header = Buffer.from(await next(input, 12));
  if (!header.subarray(0, 6).equals(magic)) throw damaged("xz", "something else follows its end");
  const flags = header.subarray(6, 8);
  verifyCrc(flags, header.subarray(8), "its header");
  if (flags[0] !== 0 || flags[1]! > 15) throw damaged("xz", "it has unknown properties");
  const check = checkOf(flags[1]!);
  const blocks = blockSizes();
  for (;;) {
    if (!(await input.fill(1))) throw damaged("xz", "it is cut off");
    if (input.bytes[input.at] === 0) break;
    const block = await readBlockHeader(input);
    const sizes = yield* blockData(input, block, dictionary(block.dictionary), check());
    blocks.add(sizes.unpadded, sizes.unpacked);
  }
  await readFooter(input, await readIndex(input, blocks), flags);
}

async function* blockData(input: Input, header: BlockHeader, dictionary: Dictionary, check: Check) {
  const begin = input.taken;
  let unpacked = 0;
  for await (const part of lzma2(input, dictionary)) {
    unpacked += part.length;
    check.update(part);
    yield part;
  }
  const packed = input.taken - begin;
  if ((header.packed ?? packed) !== packed || (header.unpacked ?? unpacked) !== unpacked)
    throw damaged("xz", "a block has another size than its header says");
  const padding = -packed & 3;
  await input.fill(padding + check.size);
  if (take(input, padding).some((byte) => byte !== 0)) throw damaged("xz", "a block's padding is wrong");
  if (Buffer.compare(take(input, check.size), check.digest()) !== 0)
    throw damaged("xz", "the checksum of a block is wrong");
  return { unpadded: header.size + packed + check.size, unpacked };
}
