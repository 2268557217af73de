import { limits } from "../../../../limits.ts";
import { problem } from "../../errors.ts";
import { damaged } from "../damaged.ts";
import type { Input } from "../input.ts";

/** Magic, descriptor, window, dictionary, content size. */
const longestHeader = 4 + 1 + 1 + 4 + 8;
const magic = 0xfd2fb528;
const skippableMagic = 0x184d2a5;
const longestBlock = 128 * 1024;
const help = "compress it by zstd without a dictionary and with --long=27 at most";

export interface FrameHeader {
  readonly bytes: Uint8Array;
  readonly window: number;
  readonly contentSize: number | undefined;
  readonly hasChecksum: boolean;
}

/**
 * Reads the header of a frame, RFC 8878 section 3.1.1.1; undefined for a skippable one, which was skipped. Throws
 * `layer/bad-compression`, and `layer/cannot-unpack` for dictionaries and for windows beyond `limits.window`.
 */
export async function readFrameHeader(input: Input): Promise<FrameHeader | undefined> {
  await input.fill(longestHeader);
  const view = new DataView(input.bytes.buffer, input.at, input.available);
  if (view.byteLength < 8) throw damaged("zstd", "it is cut off");
  if (view.getUint32(0, true) >>> 4 === skippableMagic) return skip(input, view.getUint32(4, true));
  if (view.getUint32(0, true) !== magic) throw damaged("zstd", "no frame begins where one should");
  const descriptor = view.getUint8(4);
  if ((descriptor & 8) !== 0) throw damaged("zstd", "a frame has unknown properties");
  if ((descriptor & 3) !== 0)
    throw problem("layer/cannot-unpack", "its zstd data needs a dictionary that is no part of it", { help });
  const isSingle = (descriptor & 0x20) !== 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  const sizeAt = isSingle ? 5 : 6;
  if (view.byteLength < sizeAt + sizeBytes) throw damaged("zstd", "it is cut off");
  const contentSize = readSize(view, sizeAt, sizeBytes);
  const window = isSingle ? contentSize! : windowOf(view.getUint8(5));
  if (window > limits.window)
    throw problem("layer/cannot-unpack", `its zstd window has ${window} bytes, more than ${limits.window}`, { help });
  return { bytes: input.take(sizeAt + sizeBytes).slice(), window, contentSize, hasChecksum: (descriptor & 4) !== 0 };
}

function readSize(view: DataView, at: number, bytes: number): number | undefined {
  if (bytes === 0) return undefined;
  if (bytes === 1) return view.getUint8(at);
  if (bytes === 2) return view.getUint16(at, true) + 256;
  return bytes === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

async function skip(input: Input, size: number): Promise<undefined> {
  input.at += 8;
  for (let left = size; left > 0;) {
    if (!(await input.fill(1))) throw damaged("zstd", "it is cut off");
    const part = Math.min(left, input.available);
    input.at += part;
    left -= part;
  }
}

/** The next block with its header, whole; valid until the input is read further. */
export async function readBlock(input: Input, window: number): Promise<{ bytes: Uint8Array; isLast: boolean }> {
  await input.fill(3 + longestBlock);
  if (input.available < 3) throw damaged("zstd", "it is cut off");
  const header = input.bytes[input.at]! | (input.bytes[input.at + 1]! << 8) | (input.bytes[input.at + 2]! << 16);
  const [isLast, type, size] = [(header & 1) === 1, (header >> 1) & 3, header >> 3];
  if (type === 3 || size > Math.min(window, longestBlock))
    throw damaged("zstd", "a block is too long or of no known kind");
  const length = 3 + (type === 1 ? 1 : size);
  if (input.available < length) throw damaged("zstd", "it is cut off");
  return { bytes: input.take(length), isLast };
}
