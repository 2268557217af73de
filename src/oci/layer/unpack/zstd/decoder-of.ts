import type { Decoder } from "./decoder.ts";
import type { FrameHeader } from "./frame.ts";
import { hasNodeZstd, nodeDecoder } from "./node-decoder.ts";

/** Node's own decoder where there is one: it is the faster. */
export async function decoderOf(header: FrameHeader): Promise<Decoder> {
  if (hasNodeZstd) return nodeDecoder();
  const { portableDecoder } = await import("./portable-decoder.ts");
  return portableDecoder(header);
}
