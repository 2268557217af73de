import { limits } from "../../limits.ts";
import type { Digest } from "../digest.ts";
import type { NewNode } from "../filesystem/node.ts";
import { cleanPath, type ImagePath, nameOf, parentOf, showPath } from "../filesystem/path.ts";
import { ContentHash } from "./content-hash.ts";
import { problem } from "./errors.ts";
import { IndexBuilder } from "./index-builder.ts";
import type { LayerIndex } from "./layer-index.ts";
import type { TarEntry } from "./tar/entry.ts";
import { TarReader, type TarVisitor } from "./tar/reader.ts";
import { checkPath, meaningOf } from "./whiteout.ts";

/**
 * Indexes an uncompressed layer, wherever it comes from, in one pass; each chunk is handed to
 * `write` before the next is asked for. Names are cleaned and contained as Docker does ("../x" and
 * "/x" are "x" of the image); an entry that comes twice stays, and the later one counts when trees are
 * merged. Rejects with `layer/bad-tar`, `layer/bad-entry`, `layer/unsupported-entry` or
 * `layer/too-large`; what was written by then is of no use.
 */
export async function indexTar(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  write?: (bytes: Uint8Array) => void | Promise<void>,
): Promise<LayerIndex> {
  const index = new IndexBuilder();
  const reader = new TarReader(new Indexer(index));
  for await (const chunk of chunks) {
    index.update(chunk);
    reader.push(chunk);
    await write?.(chunk);
  }
  reader.end();
  return index.finish();
}

/** Makes nodes of what a tar reader finds. */
class Indexer implements TarVisitor {
  readonly #index: IndexBuilder;
  #offset = 0;
  #holes = 0;
  #hash: ContentHash | undefined;

  constructor(index: IndexBuilder) {
    this.#index = index;
  }

  begin(entry: TarEntry, offset: number): void {
    this.#holes += entry.size - entry.stored;
    if (this.#holes > limits.sparseHoles)
      throw problem("layer/too-large", "the sparse files of a layer have more than 4 GiB of holes");
    this.#offset = offset;
    if (entry.type === "0") this.#hash = new ContentHash(entry.size, entry.sparse);
  }

  data(bytes: Buffer): void {
    this.#hash?.update(bytes);
  }

  end(entry: TarEntry): void {
    const digest = this.#hash?.finish();
    this.#hash = undefined;
    const node = nodeOf(entry, this.#offset, digest);
    if (node !== undefined) this.#index.add(node);
  }
}

const kinds = {
  "0": "file",
  "1": "hardlink",
  "2": "symlink",
  "3": "character",
  "4": "block",
  "5": "directory",
  "6": "fifo",
} as const;

function nodeOf(entry: TarEntry, offset: number, digest: Digest | undefined): NewNode | undefined {
  if (entry.name.includes("\0") || entry.link.includes("\0"))
    throw problem("layer/bad-entry", "the name of an entry holds a NUL");
  const meaning = meaningOf(cleanPath(entry.name));
  if (meaning.kind === "ignored") return undefined;
  const { path } = meaning;
  checkPath(path);
  if (meaning.kind !== "entry") return { kind: meaning.kind, directory: parentOf(path), name: nameOf(path) };
  const kind = kinds[entry.type as keyof typeof kinds];
  if (path === "" && kind !== "directory")
    throw problem("layer/bad-entry", `an entry of type ${kind} stands where the root of the image is`);
  return {
    kind,
    directory: parentOf(path),
    name: nameOf(path),
    mode: entry.mode & 0o7777,
    uid: owner(entry.uid, path),
    gid: owner(entry.gid, path),
    mtime: entry.mtime,
    xattrs: entry.xattrs,
    ...(kind === "file" ? { size: entry.size, offset, digest, sparse: entry.sparse } : {}),
    ...(kind === "hardlink" || kind === "symlink" ? { target: targetOf(entry, path) } : {}),
    ...(kind === "character" || kind === "block" ? { device: { major: entry.major, minor: entry.minor } } : {}),
  };
}

function targetOf({ type, link }: TarEntry, path: ImagePath): string {
  const target = type === "1" ? cleanPath(link) : link;
  if (target === "") throw problem("layer/bad-entry", `the link ${showPath(path)} leads nowhere`);
  if (type === "1") checkPath(target);
  else if (target.length > limits.path)
    throw problem("layer/bad-entry", `the target of the link ${showPath(path)} is too long`);
  return target;
}

function owner(id: number, path: ImagePath): number {
  if (id < 0 || id > 0xffff_ffff) throw problem("layer/bad-entry", `${showPath(path)} has the owner ${id}`);
  return id;
}
