import { closeSync, openSync, writeSync } from "node:fs";
import { DjibError } from "../../errors.ts";
import type { Filesystem } from "../filesystem/filesystem.ts";
import { type ImagePath, showPath } from "../filesystem/path.ts";
import { compressionOf, decompressed, magicBytes } from "./decompress.ts";
import { problem } from "./errors.ts";
import { indexTar } from "./index-tar.ts";
import { mergeTree } from "./merge.ts";
import { fileRanges } from "./ranges.ts";
import { blockSize, isZero } from "./tar/block.ts";
import { parseHeader } from "./tar/header.ts";

/** The files of a tar archive. */
export interface Archive {
  readonly tree: Filesystem;
  /** A directory that no entry of the archive describes. */
  readonly isImplied: (path: ImagePath) => boolean;
}

type Open = () => AsyncIterable<Uint8Array>;

/**
 * Opens content (each call of `open` begins it anew) that is a tar, plain or compressed; undefined for
 * anything else. The uncompressed tar is kept in the new file `spool` and read from there. Rejects
 * with `layer/…` or `oci/…` for a damaged archive.
 */
export async function openArchive(open: Open, spool: string): Promise<Archive | undefined> {
  const compression = compressionOf(await head(open(), magicBytes));
  const plain = () => decompressed(open(), compression);
  if (!beginsTar(await head(plain(), blockSize).catch(nothingWhereDamaged))) return undefined;
  const file = openSync(spool, "wx", 0o600);
  try {
    const index = await indexTar(plain(), (bytes) => writeAll(file, bytes));
    const described = new Set<string>();
    for (let row = 0; row < index.nodes.count; row++) {
      const kind = index.nodes.kind(row);
      if (kind === "directory") described.add(index.nodes.path(row));
      if (kind === "whiteout" || kind === "opaque")
        throw problem("layer/reserved-name", `${showPath(index.nodes.path(row))} is a whiteout`);
    }
    const tree = mergeTree([{ index, openRange: fileRanges(spool) }]);
    return { tree, isImplied: (path) => !described.has(path) };
  } finally {
    closeSync(file);
  }
}

/** As BuildKit: whatever does not begin with a good header is no archive, an empty file neither. */
export function beginsTar(block: Buffer): boolean {
  if (block.length < blockSize || isZero(block)) return false;
  try {
    parseHeader(block.subarray(0, blockSize));
    return true;
  } catch {
    return false;
  }
}

/** As BuildKit, to which what it cannot unpack is no archive; but what only djib does not unpack is refused. */
function nothingWhereDamaged(error: unknown): Buffer {
  if (error instanceof DjibError && error.code === "layer/cannot-unpack") throw error;
  return Buffer.alloc(0);
}

/** The first bytes, at most `count`. */
export async function head(content: AsyncIterable<Uint8Array>, count: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of content) {
    parts.push(Buffer.from(part));
    length += part.length;
    if (length >= count) break;
  }
  return Buffer.concat(parts).subarray(0, count);
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
