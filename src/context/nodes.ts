import type { Digest } from "../oci/digest.ts";
import { Arena } from "../oci/filesystem/arena.ts";
import type { FileType } from "../oci/filesystem/filesystem.ts";
import { Rows } from "../oci/filesystem/rows.ts";

const kinds: readonly FileType[] = ["file", "directory", "symlink", "character", "block", "fifo"];

/** One file as the walk saw it. */
export interface Seen {
  /** latin1 */
  readonly name: string;
  readonly type: FileType;
  readonly mode: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly inode: number;
  readonly links: number;
  readonly device: number;
  /** Of a symlink, latin1. */
  readonly target: string | undefined;
}

/**
 * Where things lie in a row, in words. A directory has its children in the place of a size; first
 * child 0: not listed, as the root is nobody's child.
 */
const word = { numbers: 0, firstChild: 0, children: 1, mode: 8, kind: 9, name: 10, digest: 11 } as const;
const width = word.digest + 8;
/** Size, mtimeMs, ctimeMs and inode on their way into a row and out of it. */
const numbers = new Float64Array(4);
const numberWords = new Uint32Array(numbers.buffer);

/**
 * Files as rows of numbers, so that half a million of them do not become half a million objects:
 * about 76 bytes each and their names. A node is a number; children of a directory lie side by side, in byte
 * order. Node 0 is the root.
 */
export class Nodes {
  readonly #rows = new Rows(width);
  readonly #names = new Arena();
  /** Few have them. */
  readonly #targets = new Map<number, string>();
  readonly #links = new Map<number, number>();
  readonly #devices = new Map<number, number>();
  /** Behind the child that was asked for last. */
  #next = 0;

  get count(): number {
    return this.#rows.count;
  }

  /** Adds children of one directory, sorted; they are its only ones. */
  addChildren(parent: number, seen: readonly Seen[]): void {
    this.#rows.set(parent, word.firstChild, this.count);
    this.#rows.set(parent, word.children, seen.length);
    for (const file of seen) this.add(file);
  }

  add(file: Seen): number {
    const node = this.#rows.add();
    numbers[0] = file.type === "directory" ? 0 : file.size;
    numbers[1] = file.mtimeMs;
    numbers[2] = file.ctimeMs;
    numbers[3] = file.inode;
    this.#rows.put(node, word.numbers, numberWords);
    this.#rows.set(node, word.mode, file.mode);
    this.#rows.set(node, word.kind, kinds.indexOf(file.type));
    this.#rows.set(node, word.name, this.#names.add(file.name));
    if (file.target !== undefined) this.#targets.set(node, file.target);
    if (file.links > 1) this.#links.set(node, file.links);
    if (file.device !== 0) this.#devices.set(node, file.device);
    return node;
  }

  /** latin1 */
  name(node: number): string {
    return this.#names.text(this.#rows.get(node, word.name));
  }

  /** Whether `addChildren` was called for this directory. */
  isListed(node: number): boolean {
    return this.#rows.get(node, word.firstChild) !== 0;
  }

  *children(node: number): Generator<number> {
    const first = this.#rows.get(node, word.firstChild);
    const end = first + this.#rows.get(node, word.children);
    for (let child = first; child < end; child++) yield child;
  }

  child(parent: number, name: string): number | undefined {
    let low = this.#rows.get(parent, word.firstChild);
    let high = low + this.#rows.get(parent, word.children);
    // A walk asks for one after the other.
    let middle = this.#next >= low && this.#next < high ? this.#next : (low + high) >>> 1;
    while (low < high) {
      const order = this.#names.compare(this.#rows.get(middle, word.name), name);
      if (order === 0) {
        this.#next = middle + 1;
        return middle;
      }
      if (order < 0) low = middle + 1;
      else high = middle;
      middle = (low + high) >>> 1;
    }
    return undefined;
  }

  type(node: number): FileType {
    return kinds[this.#rows.get(node, word.kind)] as FileType;
  }

  seen(node: number): Omit<Seen, "name"> {
    this.#rows.take(node, word.numbers, numberWords);
    const type = this.type(node);
    return {
      type,
      mode: this.#rows.get(node, word.mode),
      size: type === "directory" ? 0 : numbers[0]!,
      mtimeMs: numbers[1]!,
      ctimeMs: numbers[2]!,
      inode: numbers[3]!,
      links: this.#links.get(node) ?? 1,
      device: this.#devices.get(node) ?? 0,
      target: this.#targets.get(node),
    };
  }

  digest(node: number): Digest | undefined {
    for (let at: number = word.digest; at < width; at++)
      if (this.#rows.get(node, at) !== 0) return `sha256:${this.digestBytes(node).toString("hex")}` as Digest;
    return undefined;
  }

  setDigest(node: number, digest: Digest): void {
    this.digestBytes(node).write(digest.slice(7), "hex");
  }

  /** The bytes of it, zeros where it is not known, as a view. */
  digestBytes(node: number): Buffer {
    const words = this.#rows.words(node, word.digest, width);
    return Buffer.from(words.buffer, words.byteOffset, words.byteLength);
  }
}
