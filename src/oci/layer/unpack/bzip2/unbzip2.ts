import { bound } from "../bound.ts";
import { damaged } from "../damaged.ts";
import { Input } from "../input.ts";
import { Bits } from "./bits.ts";
import { inverse, readBlock } from "./block.ts";
import { runs } from "./runs.ts";

/** More than any block has: 900,000 codes of 20 bits, 32,767 selectors of 6, six tables. */
const longestBlock = 2_400_000;

const blockMagic = [0x314159, 0x265359] as const;
const endMagic = [0x177245, 0x385090] as const;

/**
 * Unpacks bzip2, stream after stream, in memory of about 9 MB. Every CRC is compared. Ends only when the whole
 * source was read. Throws `layer/bad-compression` where it is damaged, cut off, or followed by anything else
 * (as Go's compress/bzip2, which BuildKit uses; the program bzip2 ignores what follows), `layer/too-large`
 * for bombs.
 */
export async function* unbzip2(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  await using input = new Input(source);
  let written = 0;
  for (let first = true; first || (await input.fill(1)); first = false)
    for await (const part of stream(input)) {
      written += part.length;
      bound(input.read, written);
      yield part;
    }
}

async function* stream(input: Input): AsyncGenerator<Uint8Array> {
  if (!(await input.fill(4))) throw damaged("bzip2", "it is cut off");
  const [b, z, h, level] = input.take(4);
  if (b !== 0x42 || z !== 0x5a || h !== 0x68 || level! < 0x31 || level! > 0x39)
    throw damaged("bzip2", "something else follows its end");
  const block = new Uint32Array((level! - 0x30) * 100_000);
  const bits = new Bits(input);
  let sum = 0;
  for (;;) {
    await input.fill(longestBlock);
    const magic = [bits.read(24), bits.read(24)] as const;
    if (same(magic, endMagic)) break;
    if (!same(magic, blockMagic)) throw damaged("bzip2", "no block begins where one should");
    const sorted = readBlock(bits, block);
    const crc = yield* runs(block, sorted.length, inverse(block, sorted));
    if (crc !== sorted.crc) throw damaged("bzip2", "the checksum of a block is wrong");
    sum = ((sum << 1) | (sum >>> 31)) ^ crc;
  }
  if (bits.word() !== sum >>> 0) throw damaged("bzip2", "its checksum is wrong");
  bits.align();
}

const same = (a: readonly [number, number], b: readonly [number, number]) => a[0] === b[0] && a[1] === b[1];
