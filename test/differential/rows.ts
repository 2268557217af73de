import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { extract, type Header } from "tar-stream";
import type { Filesystem, Stat } from "../../src/oci/filesystem/filesystem.ts";
import { walk } from "../../src/oci/filesystem/walk.ts";

type Rows = Record<string, string>;

/** Everything from this time on was made by a build: which second it was says nothing. */
const today = Date.UTC(2026, 0, 1) / 1000;

interface Row {
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** sha256 of a file's content, in hex. */
  readonly content?: string | undefined;
  /** The content itself, of files that are small enough to be shown. */
  readonly bytes?: Buffer | undefined;
  readonly target?: string | undefined;
  readonly device?: string | undefined;
  readonly xattrs: readonly string[];
  readonly mtime: number;
  /** Other names of a hard-linked file. */
  readonly names: readonly string[];
}

/** Longest content, in bytes, that a row holds as it is. */
const shown = 400;

const contentOf = ({ size, content = "", bytes }: Row): string =>
  bytes === undefined ? `${size} ${content.slice(0, 12)}` : JSON.stringify(bytes.toString("utf8"));

const showRow = (row: Row): string => {
  const { type, mode, uid, gid, target, device, xattrs, mtime, names } = row;
  return [
    `${type} ${mode.toString(8)} ${uid}:${gid}`,
    ...(type === "file" ? [contentOf(row)] : []),
    ...(target === undefined ? [] : [`-> ${JSON.stringify(target)}`]),
    ...(device === undefined ? [] : [device]),
    ...[...xattrs].sort().map((pair) => JSON.stringify(pair)),
    mtime >= today ? "now" : `@${mtime}`,
    ...(names.length < 2 ? [] : [`= ${[...names].sort().join(" = ")}`]),
  ].join(" ");
};

/** The rows of a tree. */
export async function rowsOfTree(tree: Filesystem): Promise<Rows> {
  const found = [...walk(tree)].filter(([path]) => path !== "");
  const names = new Map<number, string[]>();
  for (const [path, stat] of found)
    if (stat.type !== "directory") names.set(stat.inode, [...(names.get(stat.inode) ?? []), utf8(path)]);
  const rows: Rows = {};
  for (const [path, stat] of found) {
    const bytes = stat.type === "file" && stat.size <= shown ? await all(tree.read(path)) : undefined;
    rows[utf8(path)] = showRow({ ...rowOfStat(stat, names.get(stat.inode) ?? []), bytes });
  }
  return rows;
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

const utf8 = (latin1: string): string => Buffer.from(latin1, "latin1").toString("utf8");

const rowOfStat = (stat: Stat, names: readonly string[]): Row => ({
  ...stat,
  content: stat.digest?.slice(7),
  target: stat.target === undefined ? undefined : utf8(stat.target),
  device: stat.device && `${stat.device.major}:${stat.device.minor}`,
  xattrs: [...(stat.xattrs ?? [])].map(([key, value]) => `${key}=${Buffer.from(value).toString("utf8")}`),
  names,
});

const types: Readonly<Record<string, string>> = { "character-device": "character", "block-device": "block" };

/** The rows of a flattened file system (BuildKit's type=tar). */
export async function rowsOfTar(tar: string): Promise<Rows> {
  const rows = new Map<string, Row>();
  const firsts = new Map<string, string>();
  for await (const entry of createReadStream(tar, { highWaterMark: 1 << 20 }).pipe(extract())) {
    const parts: Buffer[] = [];
    for await (const part of entry) parts.push(part as Buffer);
    const name = cleaned(entry.header.name);
    if (name === "" || name === ".") continue;
    const first = entry.header.type === "link" ? cleaned(entry.header.linkname ?? "") : undefined;
    if (first !== undefined) firsts.set(name, first);
    rows.set(name, first === undefined ? rowOfHeader(entry.header, Buffer.concat(parts)) : rows.get(first)!);
  }
  const linked = [...rows.keys()].map((name) => [name, firsts.get(name) ?? name] as const);
  const names = new Map<string, string[]>();
  for (const [name, first] of linked) names.set(first, [...(names.get(first) ?? []), name]);
  return Object.fromEntries(
    linked.map(([name, first]) => [name, showRow({ ...rows.get(name)!, names: names.get(first)! })]),
  );
}

const cleaned = (name: string): string => name.replace(/^(\.?\/)+|\/+$/g, "");

function rowOfHeader(header: Header, bytes: Buffer): Row {
  const { mode = 0, uid = 0, gid = 0, type, linkname, devmajor, devminor, mtime } = header;
  const kind = types[type ?? "file"] ?? type ?? "file";
  const pax = (header as { pax?: Record<string, string> }).pax ?? {};
  return {
    type: kind,
    mode: mode & 0o7777,
    uid: Number(pax["uid"] ?? uid),
    gid: Number(pax["gid"] ?? gid),
    size: bytes.length,
    bytes: bytes.length <= shown ? bytes : undefined,
    content: createHash("sha256").update(bytes).digest("hex"),
    target: kind === "symlink" ? (linkname ?? "") : undefined,
    device: kind === "character" || kind === "block" ? `${devmajor}:${devminor}` : undefined,
    xattrs: Object.entries(pax)
      .filter(([key]) => key.startsWith("SCHILY.xattr."))
      .map(([key, value]) => `${key.slice(13)}=${value}`),
    mtime: Math.floor(Number(pax["mtime"] ?? (mtime?.getTime() ?? 0) / 1000)),
    names: [],
  };
}

/** Of a tree that began as `base`: what differs from it, and what is gone. Every other tree is whole. */
export function sinceBase(tree: Rows, base: Rows): Rows {
  if (tree[mark] === undefined) return tree;
  const names = [...new Set([...Object.keys(base), ...Object.keys(tree)])].sort();
  const changed = names.filter((name) => tree[name] !== base[name]).map((name) => [name, tree[name] ?? gone]);
  return Object.fromEntries([...changed, [mark, since]]);
}

/** The whole tree again. */
export function withBase(tree: Rows, base: Rows): Rows {
  if (tree[mark] !== since) return tree;
  const { [mark]: _, ...changed } = tree;
  return Object.fromEntries(Object.entries({ ...base, ...changed }).filter(([, row]) => row !== gone));
}

const mark = "bin/busybox";
const since = "as in the base, like all that is not here";
const gone = "gone";
