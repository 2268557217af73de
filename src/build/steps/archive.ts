import type { Location } from "../../errors.ts";
import { join as joinHost } from "node:path";
import { closeSync, openSync, writeSync } from "node:fs";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, showPath } from "../../oci/filesystem/path.ts";
import { gunzip } from "../../oci/layer/gzip/gunzip.ts";
import { indexTar } from "../../oci/layer/index-tar.ts";
import { mergeTree } from "../../oci/layer/merge.ts";
import { fileRanges } from "../../oci/layer/ranges.ts";
import { blockSize, isZero } from "../../oci/layer/tar/block.ts";
import { parseHeader } from "../../oci/layer/tar/header.ts";
import { hasZstd, unzstd } from "../../oci/layer/unzstd.ts";
import { problem } from "./errors.ts";
import type { FoundSource } from "./sources.ts";

/** The files of a tar archive that ADD unpacks. */
export interface Archive {
  readonly tree: Filesystem;
  /** A directory that no entry of the archive describes: one that is there already stays as it is. */
  readonly isImplied: (path: ImagePath) => boolean;
}

const compressions = {
  gzip: [0x1f, 0x8b, 0x08],
  bzip2: [0x42, 0x5a, 0x68],
  xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
} as const;

type Compression = keyof typeof compressions;
type Reader = (compressed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

const readers: Partial<Record<Compression, Reader>> = { gzip: gunzip, ...(hasZstd ? { zstd: unzstd } : {}) };

/**
 * Opens a source where its content (not its name) is a tar, plain or compressed by gzip or zstd;
 * undefined for any other file. The uncompressed tar is kept in the file `spool` and read from there. Rejects with
 * `add/cannot-unpack` for compressions without a reader and `add/bad-archive` for a damaged one.
 */
export async function openArchive(source: FoundSource, spool: string): Promise<Archive | undefined> {
  if (source.stat.type !== "file") return undefined;
  const compression = compressionOf(await head(source.tree.read(source.at), 6));
  const reader = compression === undefined ? asItIs : readers[compression];
  if (reader === undefined) throw cannotUnpack(source, compression!);
  const open = () => reader(source.tree.read(source.at));
  if (!(await beginsAsTar(open))) return undefined;
  const file = openSync(spool, "wx", 0o600);
  try {
    const index = await indexTar(open(), (bytes) => writeAll(file, bytes));
    const described = new Set<string>();
    for (let row = 0; row < index.nodes.count; row++) {
      const kind = index.nodes.kind(row);
      if (kind === "directory") described.add(index.nodes.path(row));
      if (kind === "whiteout" || kind === "opaque") throw new Error(`${showPath(index.nodes.path(row))} is a whiteout`);
    }
    const tree = mergeTree([{ index, openRange: fileRanges(spool) }]);
    return { tree, isImplied: (path) => !described.has(path) };
  } catch (cause) {
    throw badArchive(source, cause);
  } finally {
    closeSync(file);
  }
}

const asItIs: Reader = (content) => content;

function compressionOf(bytes: Buffer): Compression | undefined {
  for (const [name, magic] of Object.entries(compressions))
    if (bytes.subarray(0, magic.length).equals(Buffer.from(magic))) return name as Compression;
  return undefined;
}

/** As BuildKit: whatever does not begin with a good header is no archive, an empty file neither. */
async function beginsAsTar(open: () => AsyncIterable<Uint8Array>): Promise<boolean> {
  try {
    const block = await head(open(), blockSize);
    if (block.length < blockSize || isZero(block)) return false;
    parseHeader(block);
    return true;
  } catch {
    return false;
  }
}

async function head(content: AsyncIterable<Uint8Array>, count: number): Promise<Buffer> {
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

const cannotUnpack = ({ at, where }: Place, compression: Compression) =>
  problem(
    "add/cannot-unpack",
    `${showPath(at)} is compressed by ${compression}, which djib cannot read${compression === "zstd" ? " with this Node" : ""}`,
    {
      where,
      help: "compress it by gzip, unpack it before the build, or write COPY if it shall stay as it is",
    },
  );

const badArchive = ({ at, where }: Place, cause: unknown) =>
  problem("add/bad-archive", `${showPath(at)} cannot be unpacked: ${cause instanceof Error ? cause.message : cause}`, {
    where,
    help: "make the archive anew, or write COPY if it shall stay as it is",
    cause,
  });

type Place = { readonly at: ImagePath; readonly where: Location };

/** Where the uncompressed form of the source numbered `index` is kept. */
export const spoolPath = (directory: string, index: number): string => joinHost(directory, `add-${index}.tar`);
