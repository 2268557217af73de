import type { Ctx } from "../../../ctx.ts";
import { memberSize } from "./compressor.ts";

type Compress = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

/**
 * `content` as gzip: a member for each `memberSize` bytes, one for none at all. `size` is a hint:
 * starting threads does not pay below two members. Reads ahead as many members as there are
 * threads, and one.
 */
export async function* gzipMembers(
  content: AsyncIterable<Uint8Array>,
  size: number,
  ctx: Ctx,
): AsyncGenerator<Uint8Array> {
  if (size < 2 * memberSize || ctx.host.system.cpus < 2) {
    const { gzipMember } = await import("./member.ts");
    yield* inOrder(content, 0, async (bytes) => gzipMember(bytes), ctx.signal);
    return;
  }
  const { useThreads } = await import("./threads.ts");
  await using threads = useThreads(ctx.host);
  yield* inOrder(content, threads.count, (bytes) => threads.compress(bytes), ctx.signal);
}

/** Compresses up to `ahead` members beyond the one that is waited for; gives them in order. */
async function* inOrder(
  content: AsyncIterable<Uint8Array>,
  ahead: number,
  compress: Compress,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const started: Promise<Uint8Array>[] = [];
  for await (const bytes of inPieces(content)) {
    signal.throwIfAborted();
    const member = compress(bytes);
    // Looked at when its turn comes; until then a failure is not unhandled.
    member.catch(() => {});
    started.push(member);
    if (started.length > ahead) yield await started.shift()!;
  }
  for (const member of started) yield await member;
}

/** The bytes again in pieces of exactly `memberSize`, the last one shorter; at least one. */
async function* inPieces(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let piece = new Uint8Array(memberSize);
  let filled = 0;
  let given = 0;
  for await (const chunk of content)
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + memberSize - filled);
      piece.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < memberSize) continue;
      yield piece;
      given++;
      piece = new Uint8Array(memberSize);
      filled = 0;
    }
  if (filled > 0 || given === 0) yield piece.slice(0, filled);
}
