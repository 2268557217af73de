import type { Filesystem, FileType, Stat } from "../../oci/filesystem/filesystem.ts";
import { type ImagePath, join, parentOf, root } from "../../oci/filesystem/path.ts";
import type { Node, NodeFields } from "./node.ts";
import type { Spill } from "./spill.ts";
import { Written } from "./written.ts";

const second = 1_000_000_000n;
const noEntries: Node["entries"] = new Map();
const noXattrs: ReadonlyMap<string, Uint8Array> = new Map();
/** Above every inode of a layer, and no disk's twice: one may lie on another. */
let nextInode = 2 ** 40;

export interface DiskOptions {
  /** Nanoseconds since 1970. */
  readonly now: () => bigint;
  readonly spill: Spill;
  /** Bytes that files may hold together, in whole pages, as in a tmpfs; no limit by default. */
  readonly limit?: number | undefined;
}

const page = 4096;
const pages = (size: number): number => Math.ceil(size / page);

/**
 * A file system that programs may write, over a tree that stays as it is: inodes are made when they
 * are asked for, kept once they differ. It knows nothing of rights, mounts or paths.
 */
export class Disk {
  readonly base: Filesystem;
  readonly root: Node;
  readonly #options: DiskOptions;
  /** Nodes of the tree below that must stay one and the same: directories, and whatever was changed. */
  readonly #known = new Map<number, Node>();
  /** Paths of the tree below at or beneath which something was changed. */
  readonly #changed = new Set<ImagePath>();
  /** Whether one of them has other names, which lie anywhere. */
  #changedLinks = false;
  /** Pages that are left. */
  #room: number;

  constructor(base: Filesystem, options: DiskOptions) {
    this.base = base;
    this.#options = options;
    this.#room = options.limit === undefined ? Infinity : pages(options.limit);
    this.root = this.#nodeOf(base.lstat(root)!, root);
  }

  child(directory: Node, name: string): Node | undefined {
    if (directory.entries.has(name)) return directory.entries.get(name);
    if (directory.origin === undefined) return undefined;
    const path = join(directory.origin, name);
    const stat = this.base.lstat(path);
    return stat && this.#nodeOf(stat, path);
  }

  /** In byte order. */
  names(directory: Node): readonly string[] {
    const below = directory.origin === undefined ? [] : this.base.list(directory.origin);
    if (directory.entries.size === 0) return below;
    const names = new Set(below);
    for (const [name, node] of directory.entries)
      if (node === undefined) names.delete(name);
      else names.add(name);
    return [...names].sort();
  }

  /** What a name of a directory is, mounts left out. */
  typeOf(directory: Node, name: string): FileType {
    return (directory.entries.get(name) ?? this.base.lstat(join(directory.origin!, name))!).type;
  }

  make(fields: Pick<NodeFields, "type" | "mode" | "uid" | "gid"> & Partial<NodeFields>): Node {
    const now = this.#options.now();
    return {
      inode: nextInode++,
      origin: undefined,
      entries: fields.type === "directory" ? new Map() : noEntries,
      atime: now,
      mtime: now,
      ctime: now,
      links: 0,
      xattrs: noXattrs,
      target: "",
      special: undefined,
      content: fields.type === "file" ? new Written(this.#options.spill) : undefined,
      shared: false,
      ...fields,
    };
  }

  /** Gives a node a name that is not there. */
  attach(directory: Node, name: string, node: Node): void {
    directory.entries.set(name, node);
    if (node.type === "directory") {
      directory.links += 1;
      node.links = Math.max(node.links, 2);
    } else node.links += 1;
    this.keep(node).ctime = this.#writeTo(directory);
  }

  detach(directory: Node, name: string, node: Node): void {
    if (directory.origin === undefined) directory.entries.delete(name);
    else directory.entries.set(name, undefined);
    if (node.type === "directory") directory.links -= 1;
    else if (--node.links === 0) this.claim(node, 0);
    this.keep(node).ctime = this.#writeTo(directory);
  }

  change(node: Node, fields: Partial<NodeFields>): void {
    Object.assign(this.keep(node), { ctime: this.#options.now(), ...fields });
  }

  /** Content that may be written, as it is now or empty. */
  async writable(node: Node, how: "keep" | "empty"): Promise<Written> {
    const { content } = node;
    if (content instanceof Written && !node.shared) {
      if (how === "empty") content.truncate(this.claim(node, 0));
      return content;
    }
    const copy = new Written(this.#options.spill);
    if (how === "keep" && content !== undefined) {
      let offset = 0;
      for await (const part of this.contentOf(node)) {
        copy.write(offset, part);
        offset += part.length;
      }
    }
    this.change(node, { content: copy, shared: false });
    return copy;
  }

  /** How far a file may grow, up to `size`: what it then takes is taken, and what it no longer needs given back. */
  claim({ content }: Node, size: number): number {
    const had = content?.size ?? 0;
    const wanted = Math.min(pages(size), pages(had) + this.#room);
    this.#room -= wanted - pages(had);
    return Math.min(size, wanted * page);
  }

  contentOf({ content }: Node): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
    if (content === undefined) return [];
    return content instanceof Written ? content.all() : this.base.read(content.path);
  }

  /** Told before a node is changed: from now on it is found wherever the tree below has it. */
  keep(node: Node): Node {
    if (node.origin === undefined) return node;
    this.#known.set(node.inode, node);
    if (node.type !== "directory" && node.links > 1) this.#changedLinks = true;
    for (let path = node.origin; !this.#changed.has(path); path = parentOf(path)) {
      this.#changed.add(path);
      if (path === root) break;
    }
    return node;
  }

  /** Whether a directory that is found at a path, and all below it, is what the tree below has there. May say no of one that is. */
  isUnchanged(path: ImagePath, node: Node): boolean {
    return node.origin === path && !this.#changedLinks && !this.#changed.has(path);
  }

  /** What the tree below says of a name, where nothing was done to it. */
  untouched(directory: Node, name: string): Stat | undefined {
    if (directory.origin === undefined || directory.entries.has(name)) return undefined;
    const stat = this.base.lstat(join(directory.origin, name));
    return stat === undefined || this.#known.has(stat.inode) ? undefined : stat;
  }

  #writeTo(directory: Node): bigint {
    const now = this.#options.now();
    this.keep(directory).mtime = now;
    directory.ctime = now;
    return now;
  }

  #nodeOf(stat: Stat, path: ImagePath): Node {
    const known = this.#known.get(stat.inode);
    if (known !== undefined) return known;
    const { type, mode, uid, gid, links, size, digest } = stat;
    const time = BigInt(stat.mtime) * second;
    const isDirectory = type === "directory";
    // In one piece: of a large tree there are many.
    const node: Node = {
      inode: stat.inode,
      origin: path,
      entries: isDirectory ? new Map() : noEntries,
      type,
      mode,
      uid,
      gid,
      atime: time,
      mtime: time,
      ctime: time,
      links,
      xattrs: stat.xattrs ?? noXattrs,
      target: stat.target ?? "",
      special: stat.device,
      content: type === "file" ? { path, size, digest } : undefined,
      shared: false,
    };
    if (isDirectory) this.#known.set(stat.inode, node);
    return node;
  }
}
