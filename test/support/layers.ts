import { digestOf } from "../../src/oci/digest.ts";
import type { Filesystem } from "../../src/oci/filesystem/filesystem.ts";
import { type ImagePath, imagePath } from "../../src/oci/filesystem/path.ts";
import { walk } from "../../src/oci/filesystem/walk.ts";
import type { Changeset, Entry } from "../../src/oci/layer/changeset.ts";
import { indexTar } from "../../src/oci/layer/index-tar.ts";
import type { LayerIndex, LayerSource } from "../../src/oci/layer/layer-index.ts";
import { mergeTree } from "../../src/oci/layer/merge.ts";
import { seal } from "../../src/oci/layer/seal.ts";

/** A tar in memory as a layer. */
export async function layerOf(tar: Buffer, chunk = 1 << 16): Promise<LayerSource> {
  const index = await indexTar(inChunks(tar, chunk));
  return { index, openRange: (offset, size) => [tar.subarray(offset, offset + size)] };
}

export function* inChunks(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The tree of tars in memory, bottom first. */
export const treeOf = async (...tars: readonly Buffer[]): Promise<Filesystem> =>
  mergeTree(await Promise.all(tars.map((tar) => layerOf(tar))));

export const changeset = (entries: readonly Entry[]): Changeset => ({
  entries: () => entries,
  async [Symbol.asyncDispose]() {},
});

export async function sealed(changes: Changeset): Promise<{ tar: Buffer; index: LayerIndex }> {
  const parts: Buffer[] = [];
  const { index } = await seal(changes, (bytes) => parts.push(Buffer.from(bytes)));
  return { tar: Buffer.concat(parts), index };
}

export async function collect<T>(items: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export const contentOf = async (fs: Filesystem, path: string): Promise<string> =>
  Buffer.concat(await collect(fs.read(path as ImagePath))).toString("latin1");

const metadata = { mode: 0o644, uid: 0, gid: 0, mtime: 0 };

export function fileEntry(path: string, content = "", more: Partial<typeof metadata> = {}): Entry {
  const bytes = Buffer.from(content, "latin1");
  return {
    ...metadata,
    ...more,
    type: "file",
    path: path as ImagePath,
    content: { size: bytes.length, digest: digestOf(bytes), open: () => [bytes] },
  };
}

export const directoryEntry = (path: string, more: Partial<typeof metadata> = {}): Entry => ({
  ...metadata,
  mode: 0o755,
  ...more,
  type: "directory",
  path: path as ImagePath,
});

/**
 * A tree as lines for people: the path, then type, mode, owner, time, content or target, and which
 * names are one file ("=first name").
 */
export async function describe(fs: Filesystem): Promise<Record<string, string>> {
  const lines: Record<string, string> = {};
  const first = new Map<number, string>();
  for (const [path, stat] of walk(fs)) {
    const same = first.get(stat.inode);
    first.set(stat.inode, same ?? path);
    const what =
      stat.type === "file"
        ? JSON.stringify(await contentOf(fs, path))
        : stat.type === "symlink"
          ? `-> ${stat.target}`
          : stat.device === undefined
            ? ""
            : `${stat.device.major}:${stat.device.minor}`;
    const xattrs = [...(stat.xattrs ?? [])].map(([k, v]) => `${k}=${Buffer.from(v).toString("hex")}`).sort();
    lines[`/${path}`] = [
      stat.type,
      stat.mode.toString(8),
      `${stat.uid}:${stat.gid}`,
      stat.mtime,
      what,
      ...(stat.type === "directory" || stat.links === 1 ? [] : [`x${stat.links}`]),
      ...(same === undefined ? [] : [`=/${same}`]),
      ...xattrs,
    ].join(" ");
  }
  return lines;
}

/** Paths of a tree, without the root. */
export const pathsOf = (fs: Filesystem): string[] => [...walk(fs)].slice(1).map(([path]) => path);

export const at = (fs: Filesystem, path: string) => fs.lstat(imagePath(path));
