import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { damaged } from "../damaged.ts";
import type { Input } from "../input.ts";
import { verifyCrc } from "./checks.ts";
import { readInteger } from "./integer.ts";
import { next } from "./take.ts";

const longestInteger = 9;

/** The sizes of a stream's blocks, in constant memory. */
export function blockSizes() {
  const hash = createHash("sha256");
  let count = 0;
  return {
    get count() {
      return count;
    },
    add: (unpadded: number, unpacked: number) => {
      count++;
      hash.update(`${unpadded} ${unpacked}\n`);
    },
    digest: () => hash.digest("hex"),
  };
}

/** Reads the index behind the blocks, section 4 of the .xz format; gives its size. Throws where it tells other blocks. */
export async function readIndex(input: Input, blocks: ReturnType<typeof blockSizes>): Promise<number> {
  let [size, crc] = [0, 0];
  const byte = () => {
    if (input.available === 0) throw damaged("xz", "it is cut off");
    size++;
    crc = crc32(input.take(1), crc);
    return input.bytes[input.at - 1]!;
  };
  const integer = async () => {
    await input.fill(longestInteger);
    return readInteger(byte);
  };
  await input.fill(1);
  byte();
  const told = blockSizes();
  const count = await integer();
  if (count !== blocks.count) throw wrong();
  while (told.count < count) told.add(await integer(), await integer());
  if (told.digest() !== blocks.digest()) throw wrong();
  await input.fill(8);
  for (let padding = -size & 3; padding > 0; padding--) if (byte() !== 0) throw wrong();
  const expected = Buffer.alloc(4);
  expected.writeUInt32LE(crc);
  if (expected.compare(await next(input, 4)) !== 0) throw damaged("xz", "the checksum of its index is wrong");
  return size + 4;
}

const wrong = () => damaged("xz", "its index does not tell of its blocks");

/** Reads the footer behind the index; `flags` are those of the header. */
export async function readFooter(input: Input, indexSize: number, flags: Uint8Array): Promise<void> {
  const footer = Buffer.from(await next(input, 12));
  verifyCrc(footer.subarray(4, 10), footer.subarray(0, 4), "its footer");
  const isGood = (footer.readUInt32LE(4) + 1) * 4 === indexSize && footer.subarray(8, 10).equals(flags);
  if (!isGood || footer.toString("latin1", 10) !== "YZ") throw damaged("xz", "its footer is wrong");
}
