import { type Stats, lstatSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import { createHash } from "node:crypto";
import type { Ctx } from "../ctx.ts";
import type { FileType } from "../oci/filesystem/filesystem.ts";
import { type ImagePath, join } from "../oci/filesystem/path.ts";
import { limits } from "../limits.ts";
import type { TrackedTree } from "./git/work-tree.ts";
import { hostPath, shown } from "./host-path.ts";
import { gitMode, type Modes } from "./modes.ts";
import type { Seen } from "./nodes.ts";
import { opening } from "./read-file.ts";

export interface Place {
  readonly directory: string;
  readonly modes: Modes;
  readonly ctx: Ctx;
}

/** One directory of the context, whose names are looked at. */
export interface Folder {
  readonly place: Place;
  readonly path: ImagePath;
  /** Where a name of it is on this machine. */
  readonly hostPathOf: (name: string) => string | Buffer;
  readonly tracked: TrackedTree | undefined;
}

/** Names in a directory, latin1, in byte order. */
export function namesIn(place: Place, path: ImagePath): string[] {
  const { platform } = place.ctx.host.system;
  return opening(path, () => readdirSync(hostPath(place.directory, path, platform), "latin1")).sort();
}

/** One name of a directory as the image shall have it. */
export function look({ place, path, hostPathOf, tracked }: Folder, name: string): Seen {
  const full = join(path, name);
  const host = hostPathOf(name);
  const stat = opening(full, () => lstatSync(host));
  const type = typeOf(stat);
  if (type === "socket") {
    const message = `${shown(full)} is a socket; the image gets an empty file in its place, as docker build does`;
    const help = `add ${shown(full)} to .dockerignore`;
    place.ctx.emit({ type: "warning", code: "context/socket", message, help });
  }
  const plain: Seen = {
    name,
    type: type === "socket" ? "file" : type,
    mode: place.modes === "keep" ? stat.mode & 0o7777 : gitMode(type, stat.mode),
    size: type === "file" ? stat.size : 0,
    mtimeMs: stat.mtimeMs,
    ctimeMs: stat.ctimeMs,
    inode: stat.nlink > 1 && type === "file" ? exactInode(full, host) : stat.ino,
    links: type === "file" ? stat.nlink : 1,
    device: type === "character" || type === "block" ? stat.rdev : 0,
    target: type === "symlink" ? opening(full, () => readlinkSync(host, "buffer")).toString("latin1") : undefined,
  };
  return type === "file" && place.modes === "git" && tracked !== undefined
    ? asTracked(full, plain, tracked, host)
    : plain;
}

function typeOf(stat: Stats): FileType | "socket" {
  if (stat.isFile()) return "file";
  if (stat.isDirectory()) return "directory";
  if (stat.isSymbolicLink()) return "symlink";
  if (stat.isCharacterDevice()) return "character";
  if (stat.isBlockDevice()) return "block";
  return stat.isFIFO() ? "fifo" : "socket";
}

/** A double holds 53 bits: two NTFS files may round to one, so names that could be links are asked for again. */
function exactInode(path: ImagePath, host: string | Buffer): number {
  const { dev, ino } = opening(path, () => lstatSync(host, { bigint: true }));
  return Number(BigInt.asUintN(53, ino ^ (ino >> 53n) ^ (dev << 21n)));
}

/** The index says which files are executable, and which are links that a checkout wrote as text. */
function asTracked(full: ImagePath, seen: Seen, { modes, prefix }: TrackedTree, host: string | Buffer): Seen {
  const path = prefix + seen.name;
  const kind = modes.kindOf(path, seen.mode === 0o755 ? "executable" : "file");
  if (kind === "symlink") {
    const target = linkText(full, seen.size, host, modes.linkBlob(path));
    return target === undefined ? seen : { ...seen, type: "symlink", mode: 0o777, size: 0, links: 1, target };
  }
  return kind === undefined ? seen : { ...seen, mode: kind === "executable" ? 0o755 : 0o644 };
}

/** The file's text, where it is exactly the blob that the index has for the link. */
function linkText(full: ImagePath, size: number, host: string | Buffer, blob: string | undefined): string | undefined {
  if (size === 0 || size > limits.path) return undefined;
  const text = opening(full, () => readFileSync(host));
  const hash = createHash(blob?.length === 64 ? "sha256" : "sha1")
    .update(`blob ${text.length}\0`)
    .update(text);
  return hash.digest("hex") === blob ? text.toString("latin1") : undefined;
}
