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
/** A digest that is not known. */
const none = Buffer.alloc(32);

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
    numbers.set([file.type === "directory" ? 0 : file.size, file.mtimeMs, file.ctimeMs, file.inode]);
    this.#rows.words(node, word.numbers, word.mode).set(numberWords);
    this.#rows.set(node, word.mode, file.mode);
    this.#rows.set(node, word.kind, kinds.indexOf(file.type));
    this.#rows.set(node, word.name, this.#names.add(file.name));
    if (file.target !== undefined) this.#targets.set(node, file.target);
    if (file.links > 1) this.#links.set(node, file.links);
    if (file.device !== 0) this.#devices.set(node, file.device);
    return node;
  }

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
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.name(middle);
      if (other === name) return middle;
      if (other < name) low = middle + 1;
      else high = middle;
    }
    return undefined;
  }

  type(node: number): FileType {
    return kinds[this.#rows.get(node, word.kind)] as FileType;
  }

  seen(node: number): Seen {
    numberWords.set(this.#rows.words(node, word.numbers, word.mode));
    const [size = 0, mtimeMs = 0, ctimeMs = 0, inode = 0] = numbers;
    const type = this.type(node);
    return {
      name: this.name(node),
      type,
      mode: this.#rows.get(node, word.mode),
      size: type === "directory" ? 0 : size,
      mtimeMs,
      ctimeMs,
      inode,
      links: this.#links.get(node) ?? 1,
      device: this.#devices.get(node) ?? 0,
      target: this.#targets.get(node),
    };
  }

  digest(node: number): Digest | undefined {
    const known = this.digestBytes(node);
    return known.equals(none) ? undefined : (`sha256:${known.toString("hex")}` as Digest);
  }

  setDigest(node: number, digest: Digest): void {
    this.digestBytes(node).write(digest.slice(7), "hex");
  }

  /** The bytes of it, as a view. */
  digestBytes(node: number): Buffer {
    const words = this.#rows.words(node, word.digest, width);
    return Buffer.from(words.buffer, words.byteOffset, words.byteLength);
  }
}
