import type { Digest } from "../digest.ts";
import { Arena } from "./arena.ts";
import type { FileType, Stat } from "./filesystem.ts";
import type { ImagePath } from "./path.ts";
import { codes, type Kind, kinds, type NewNode, type SparseMap, type Xattrs } from "./node.ts";
import { Rows } from "./rows.ts";

const word = { directory: 0, name: 1, kind: 2, uid: 3, gid: 4, mtime: 5, size: 7, offset: 9, target: 11, digest: 12 };
const width = 20;
const hasDigest = 1 << 16;
const two32 = 2 ** 32;

/** What few nodes have, by row. */
export interface SideTables {
  readonly xattrs: Map<number, Xattrs>;
  readonly sparse: Map<number, SparseMap>;
}

/**
 * Metadata of files in 80 bytes each, plus their names: no object per file. Rows are only added.
 * A device's numbers are kept in place of the offset, and so is what `setLinked` notes.
 */
export class NodeTable {
  static readonly width = width;
  readonly #rows: Rows;
  readonly #arena: Arena;
  readonly #side: SideTables;
  #directory = "";
  #directoryAddress = 0;
  readonly #sets = new Map<string, Xattrs>();
  #setBytes = 0;

  constructor(
    rows = new Rows(width),
    arena = new Arena(),
    side: SideTables = { xattrs: new Map(), sparse: new Map() },
  ) {
    this.#rows = rows;
    this.#arena = arena;
    this.#side = side;
  }

  get count(): number {
    return this.#rows.count;
  }

  get storage(): { readonly rows: Rows; readonly arena: Arena; readonly side: SideTables } {
    return { rows: this.#rows, arena: this.#arena, side: this.#side };
  }

  /** Bytes of names, and of sets of attributes that differ. */
  get held(): { readonly names: number; readonly xattrs: number } {
    return { names: this.#arena.length, xattrs: this.#setBytes };
  }

  add(node: NewNode): number {
    const rows = this.#rows;
    const row = rows.add();
    rows.set(row, word.directory, this.#directoryAt(node.directory));
    rows.set(row, word.name, this.#arena.add(node.name));
    rows.set(row, word.kind, (codes[node.kind] << 12) | ((node.mode ?? 0) & 0o7777));
    rows.set(row, word.uid, node.uid ?? 0);
    rows.set(row, word.gid, node.gid ?? 0);
    this.#setLong(row, word.mtime, node.mtime ?? 0);
    this.#setLong(row, word.size, node.size ?? 0);
    if (node.device === undefined) this.#setLong(row, word.offset, node.offset ?? 0);
    else {
      rows.set(row, word.offset, node.device.major);
      rows.set(row, word.offset + 1, node.device.minor);
    }
    rows.set(row, word.target, this.#arena.add(node.target ?? ""));
    if (node.digest !== undefined) this.setDigest(row, node.digest);
    if (node.xattrs !== undefined && node.xattrs.size > 0) this.#side.xattrs.set(row, this.#shared(node.xattrs));
    if (node.sparse !== undefined) this.#side.sparse.set(row, node.sparse);
    return row;
  }

  kind(row: number): Kind {
    return kinds[(this.#rows.get(row, word.kind) >>> 12) & 15]!;
  }

  isDirectory(row: number): boolean {
    return ((this.#rows.get(row, word.kind) >>> 12) & 15) === 1;
  }

  name(row: number): string {
    return this.#arena.text(this.#rows.get(row, word.name));
  }

  /** Whether its name is `text.slice(from, to)`. */
  isNamed(row: number, text: string, from: number, to: number): boolean {
    return this.#arena.equals(this.#rows.get(row, word.name), text, from, to);
  }

  directory(row: number): ImagePath {
    return this.#arena.text(this.#rows.get(row, word.directory)) as ImagePath;
  }

  /** Equal numbers mean equal directories; the reverse need not hold. */
  directoryNumber(row: number): number {
    return this.#rows.get(row, word.directory);
  }

  path(row: number): ImagePath {
    const directory = this.directory(row);
    return (directory === "" ? this.name(row) : `${directory}/${this.name(row)}`) as ImagePath;
  }

  /** Keeps a text with the names; `text` gives it back. */
  addText(text: string): number {
    return this.#arena.add(text);
  }

  text(address: number): string {
    return this.#arena.text(address);
  }

  target(row: number): string {
    return this.#arena.text(this.#rows.get(row, word.target));
  }

  size(row: number): number {
    return this.#long(row, word.size);
  }

  offset(row: number): number {
    return this.#long(row, word.offset);
  }

  sparse(row: number): SparseMap | undefined {
    return this.#side.sparse.get(row);
  }

  xattrs(row: number): Xattrs | undefined {
    return this.#side.xattrs.get(row);
  }

  digest(row: number): Digest | undefined {
    if ((this.#rows.get(row, word.kind) & hasDigest) === 0) return undefined;
    const { buffer, byteOffset } = this.#rows.words(row, word.digest, width);
    return `sha256:${Buffer.from(buffer, byteOffset, 32).toString("hex")}` as Digest;
  }

  /** For content that is hashed later than it is found. */
  setDigest(row: number, digest: Digest): void {
    const { buffer, byteOffset } = this.#rows.words(row, word.digest, width);
    Buffer.from(buffer, byteOffset, 32).write(digest.slice(7), "hex");
    this.#rows.set(row, word.kind, this.#rows.get(row, word.kind) | hasDigest);
  }

  /** The row of the file that a hard link is, where that was noted. */
  linked(row: number): number {
    return this.#rows.get(row, word.offset);
  }

  setLinked(row: number, file: number): void {
    this.#rows.set(row, word.offset, file);
  }

  metadata(row: number): { mode: number; uid: number; gid: number; mtime: number } {
    const rows = this.#rows;
    return {
      mode: rows.get(row, word.kind) & 0o7777,
      uid: rows.get(row, word.uid),
      gid: rows.get(row, word.gid),
      mtime: this.#long(row, word.mtime),
    };
  }

  device(row: number): NonNullable<Stat["device"]> {
    return { major: this.#rows.get(row, word.offset), minor: this.#rows.get(row, word.offset + 1) };
  }

  /** Of a row that is a file of some type. */
  stat(row: number, inode: number, links: number): Stat {
    const rows = this.#rows;
    const type = this.kind(row) as FileType;
    const stat: { -readonly [Key in keyof Stat]: Stat[Key] } = {
      type,
      mode: rows.get(row, word.kind) & 0o7777,
      uid: rows.get(row, word.uid),
      gid: rows.get(row, word.gid),
      mtime: this.#long(row, word.mtime),
      size: this.#long(row, word.size),
      inode,
      links,
    };
    if (type === "file") {
      const digest = this.digest(row);
      if (digest !== undefined) stat.digest = digest;
    } else if (type === "symlink") stat.target = this.target(row);
    else if (type === "character" || type === "block") stat.device = this.device(row);
    const xattrs = this.#side.xattrs.size === 0 ? undefined : this.xattrs(row);
    if (xattrs !== undefined) stat.xattrs = xattrs;
    return stat;
  }

  /** Nothing is added any more: gives back what was held for growth. */
  trim(): void {
    this.#rows.trim();
    this.#arena.trim();
    this.#sets.clear();
  }

  #directoryAt(directory: string): number {
    if (directory === this.#directory) return this.#directoryAddress;
    this.#directory = directory;
    return (this.#directoryAddress = this.#arena.add(directory));
  }

  /** In order of the names. Where SELinux labels everything, all files share a few sets. */
  #shared(unordered: Xattrs): Xattrs {
    const xattrs = new Map([...unordered].sort(([a], [b]) => (a < b ? -1 : 1)));
    const key = JSON.stringify([...xattrs].map(([name, value]) => [name, Buffer.from(value).toString("latin1")]));
    const known = this.#sets.get(key);
    if (known !== undefined) return known;
    this.#sets.set(key, xattrs);
    this.#setBytes += key.length;
    return xattrs;
  }

  #long(row: number, at: number): number {
    return (this.#rows.get(row, at + 1) | 0) * two32 + this.#rows.get(row, at);
  }

  #setLong(row: number, at: number, value: number): void {
    const high = Math.floor(value / two32);
    this.#rows.set(row, at + 1, high);
    this.#rows.set(row, at, value - high * two32);
  }
}
