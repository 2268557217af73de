import { closeSync, openSync, readSync } from "node:fs";
import type { SparseMap } from "../filesystem/node.ts";
import { holes } from "./content-hash.ts";
import { problem } from "./errors.ts";
import type { OpenRange } from "./layer-index.ts";

const most = 1 << 18;

/**
 * Ranges of a file on disk, in buffers of up to 256 KiB that are the reader's to keep. Synchronous:
 * for small files, which layers are made of, nothing is faster. Throws `layer/bad-tar` where the
 * file is shorter than it should be.
 */
export function fileRanges(path: string): OpenRange {
  return function* (offset, size) {
    if (size === 0) return;
    const file = openSync(path, "r");
    try {
      yield* openFileRanges(file, path)(offset, size);
    } finally {
      closeSync(file);
    }
  };
}

/** The same of a file that is open, and stays so: to open it for each of thousands of ranges takes longer than reading them. */
export function openFileRanges(file: number, path: string): (offset: number, size: number) => Iterable<Uint8Array> {
  return function* (offset, size) {
    const buffer = Buffer.allocUnsafe(Math.min(size, most));
    for (let at = 0; at < size;) {
      const read = readSync(file, buffer, 0, Math.min(buffer.length, size - at), offset + at);
      if (read === 0) throw problem("layer/bad-tar", `the layer ${path} is shorter than its index says`);
      yield buffer.subarray(0, read);
      at += read;
    }
  };
}

/** The content of a sparse file: its stored parts with zeros between them. */
export async function* inflateSparse(
  open: OpenRange,
  { offset, size, map }: { readonly offset: number; readonly size: number; readonly map: SparseMap },
): AsyncIterable<Uint8Array> {
  let position = 0;
  let stored = offset;
  for (let i = 0; i < map.length; i += 2) {
    yield* holes(map[i]! - position);
    yield* open(stored, map[i + 1]!);
    stored += map[i + 1]!;
    position = map[i]! + map[i + 1]!;
  }
  yield* holes(size - position);
}
