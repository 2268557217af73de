import type { Ctx } from "../../../ctx.ts";
import { memberSize } from "./compressor.ts";
import { newSlot, type Packer, type Slot } from "./slot.ts";

/**
 * `content` as gzip: a member for each `memberSize` bytes, one for none at all. Each is valid until
 * the next is asked for. `size` is a hint: starting threads does not pay below two members. Reads
 * ahead as many members as there are threads.
 */
export async function* gzipMembers(
  content: AsyncIterable<Uint8Array>,
  size: number,
  ctx: Ctx,
): AsyncGenerator<Uint8Array> {
  if (size < 2 * memberSize || ctx.host.system.cpus < 2) {
    yield* inOrder(content, await packerHere(), ctx.signal);
    return;
  }
  const { useThreads } = await import("./use-threads.ts");
  await using threads = await useThreads(ctx.host);
  yield* inOrder(content, threads, ctx.signal);
}

async function packerHere(): Promise<Packer> {
  const { gzipMember } = await import("./member.ts");
  return {
    slots: [newSlot()],
    pack: async ({ input, output }, length) => gzipMember(input.subarray(0, length), output),
  };
}

/** Starts a member whenever a slot is full, and gives the oldest whenever no slot is free. */
async function* inOrder(
  content: AsyncIterable<Uint8Array>,
  { slots, pack }: Packer,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const free = [...slots];
  const started: { readonly slot: Slot; readonly member: Promise<Uint8Array> }[] = [];
  let filled = 0;
  let members = 0;
  const start = () => {
    const slot = free.pop()!;
    const member = pack(slot, filled);
    // Looked at when its turn comes; until then a failure is not unhandled.
    member.catch(() => {});
    started.push({ slot, member });
    members++;
    filled = 0;
  };
  try {
    for await (const chunk of content)
      for (let at = 0; at < chunk.length;) {
        const part = chunk.subarray(at, at + memberSize - filled);
        free.at(-1)!.input.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled < memberSize) continue;
        signal.throwIfAborted();
        start();
        if (free.length > 0) continue;
        yield await started[0]!.member;
        free.push(started.shift()!.slot);
      }
    if (filled > 0 || members === 0) start();
    for (const { member } of started) yield await member;
  } finally {
    // The slots are others' after this.
    await Promise.allSettled(started.map(({ member }) => member));
  }
}
