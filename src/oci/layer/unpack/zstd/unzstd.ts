import { bound } from "../bound.ts";
import { damaged } from "../damaged.ts";
import { Input } from "../input.ts";
import { decoderOf } from "./decoder-of.ts";
import { type FrameHeader, readBlock, readFrameHeader } from "./frame.ts";

/**
 * Unpacks zstd, RFC 8878, frame after frame, in memory of the window's size. Node's own decoder does the work where
 * Node has it; frames and blocks are told apart here, for that stops behind the first frame and does not see that
 * one is cut off. Ends only when the whole source was read. Throws `layer/bad-compression` where it is damaged, cut
 * off or followed by anything else, `layer/too-large` for bombs, `layer/cannot-unpack` for dictionaries and for windows beyond `limits.window`.
 */
export async function* unzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  await using input = new Input(source);
  let written = 0;
  for (let first = true; first || (await input.fill(1)); first = false) {
    const header = await readFrameHeader(input);
    if (header === undefined) continue;
    for await (const part of frame(input, header)) {
      written += part.length;
      bound(input.read, written);
      yield part;
    }
  }
}

async function* frame(input: Input, header: FrameHeader): AsyncGenerator<Uint8Array> {
  using decoder = await decoderOf(header);
  yield* await decoder.write(header.bytes);
  let size = 0;
  for (let isLast = false; !isLast;) {
    const block = await readBlock(input, header.window);
    isLast = block.isLast;
    for (const part of await decoder.write(block.bytes)) {
      size += part.length;
      yield part;
    }
  }
  for (const part of await decoder.end(header.hasChecksum ? await checksum(input) : new Uint8Array(0))) {
    size += part.length;
    yield part;
  }
  if ((header.contentSize ?? size) !== size) throw damaged("zstd", "a frame has another size than its header says");
}

async function checksum(input: Input): Promise<Uint8Array> {
  if (!(await input.fill(4))) throw damaged("zstd", "it is cut off");
  return input.take(4).slice();
}
