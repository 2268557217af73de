import type { OpenFile } from "../kernel/open-file.ts";

/** What is left of an open file, piece by piece. */
export async function* contentOf(file: OpenFile, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (;;) {
    const part = await file.read(size);
    if (part.length === 0) return;
    yield part;
  }
}
