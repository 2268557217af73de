import { limits } from "../../../../limits.ts";
import { problem } from "../../errors.ts";
import { damaged } from "../damaged.ts";
import type { Input } from "../input.ts";
import { verifyCrc } from "./checks.ts";
import { readInteger } from "./integer.ts";
import { next } from "./take.ts";

const lzma2Filter = 0x21;
const lzma2Sizes = 40;
const help = "compress it by one of xz -0 to -9, without further options";

export interface BlockHeader {
  /** Bytes of the header itself. */
  readonly size: number;
  readonly packed: number | undefined;
  readonly unpacked: number | undefined;
  readonly dictionary: number;
}

/**
 * Reads the header of a block, section 3.1 of the .xz format. Throws `layer/bad-compression`,
 * and `layer/cannot-unpack` for filters besides LZMA2, which `xz` writes only when told to (--x86, --delta), and for
 * dictionaries beyond `limits.window`.
 */
export async function readBlockHeader(input: Input): Promise<BlockHeader> {
  const size = (input.bytes[input.at]! + 1) * 4;
  const header = await next(input, size);
  const body = header.subarray(0, size - 4);
  verifyCrc(body, header.subarray(size - 4), "a block's header");
  const flags = body[1]!;
  if ((flags & 0x3c) !== 0) throw damaged("xz", "a block has unknown properties");
  let at = 2;
  const byte = () => {
    if (at === body.length) throw damaged("xz", "a block's header is too short");
    return body[at++]!;
  };
  const packed = flags & 0x40 ? readInteger(byte) : undefined;
  const unpacked = flags & 0x80 ? readInteger(byte) : undefined;
  const dictionary = readFilter(flags & 3, byte);
  if (body.subarray(at).some((padding) => padding !== 0)) throw damaged("xz", "a block's header is too long");
  return { size, packed, unpacked, dictionary };
}

function readFilter(others: number, byte: () => number): number {
  const filter = readInteger(byte);
  if (others > 0 || filter !== lzma2Filter)
    throw problem("layer/cannot-unpack", "its xz data went through a filter besides LZMA2", { help });
  if (readInteger(byte) !== 1) throw damaged("xz", "its LZMA2 properties are wrong");
  const bits = byte();
  if (bits > lzma2Sizes) throw damaged("xz", "its LZMA2 properties are wrong");
  const size = bits === lzma2Sizes ? 2 ** 32 - 1 : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11);
  if (size > limits.window)
    throw problem("layer/cannot-unpack", `its xz dictionary has ${size} bytes, more than ${limits.window}`, { help });
  return size;
}
