import type { Digest } from "../oci/digest.ts";
import type { FileType } from "../oci/filesystem/filesystem.ts";

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

const numbers = ["size", "mtimeMs", "ctimeMs", "inode"] as const;
const width = numbers.length;
const none = Buffer.alloc(32);

/**
 * Files in typed arrays, so that half a million of them do not become half a million objects:
 * about 100 bytes each. A node is a number; children of a directory lie side by side, in byte
 * order. Node 0 is the root.
 */
export class Nodes {
  #count = 0;
  #numbers = new Float64Array(width * 256);
  #mode = new Uint16Array(256);
  #kind = new Uint8Array(256);
  #first = new Int32Array(256);
  #children = new Int32Array(256);
  #nameAt = new Uint32Array(257);
  #names = Buffer.alloc(4096);
  /** 32 bytes a node once any digest is known; a digest of zeros is none. */
  #digests = Buffer.alloc(0);
  /** Few have them. */
  readonly #targets = new Map<number, string>();
  readonly #links = new Map<number, number>();
  readonly #devices = new Map<number, number>();

  get count(): number {
    return this.#count;
  }

  /** Adds children of one directory, sorted; they are its only ones. */
  addChildren(parent: number, seen: readonly Seen[]): void {
    this.#first[parent] = this.#count;
    this.#children[parent] = seen.length;
    for (const file of seen) this.add(file);
  }

  add(file: Seen): number {
    const node = this.#count;
    this.#reserve(file.name.length);
    this.#count++;
    numbers.forEach((field, index) => (this.#numbers[node * width + index] = file[field]));
    this.#mode[node] = file.mode;
    this.#kind[node] = kinds.indexOf(file.type);
    this.#first[node] = -1;
    const at = this.#nameAt[node] as number;
    this.#nameAt[node + 1] = at + this.#names.write(file.name, at, "latin1");
    if (file.target !== undefined) this.#targets.set(node, file.target);
    if (file.links > 1) this.#links.set(node, file.links);
    if (file.device !== 0) this.#devices.set(node, file.device);
    return node;
  }

  name(node: number): string {
    return this.#names.toString("latin1", this.#nameAt[node], this.#nameAt[node + 1]);
  }

  /** Whether `addChildren` was called for this directory. */
  isListed(node: number): boolean {
    return (this.#first[node] as number) >= 0;
  }

  *children(node: number): Generator<number> {
    const first = this.#first[node] as number;
    for (let child = first; child < first + (this.#children[node] as number); child++) yield child;
  }

  child(parent: number, name: string): number | undefined {
    let low = this.#first[parent] as number;
    let high = low + (this.#children[parent] as number);
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
    return kinds[this.#kind[node] as number] as FileType;
  }

  seen(node: number): Seen {
    const at = node * width;
    return {
      name: this.name(node),
      type: this.type(node),
      mode: this.#mode[node] as number,
      size: this.#numbers[at] as number,
      mtimeMs: this.#numbers[at + 1] as number,
      ctimeMs: this.#numbers[at + 2] as number,
      inode: this.#numbers[at + 3] as number,
      links: this.#links.get(node) ?? 1,
      device: this.#devices.get(node) ?? 0,
      target: this.#targets.get(node),
    };
  }

  digest(node: number): Digest | undefined {
    const at = node * 32;
    const known = this.#digests.subarray(at, at + 32);
    return known.length < 32 || known.equals(none) ? undefined : (`sha256:${known.toString("hex")}` as Digest);
  }

  setDigest(node: number, digest: Digest): void {
    if (this.#digests.length < (node + 1) * 32)
      this.#digests = grown(Buffer.alloc(this.#mode.length * 32), this.#digests);
    this.#digests.write(digest.slice(7), node * 32, "hex");
  }

  #reserve(nameLength: number): void {
    const room = this.#mode.length;
    if (this.#count >= room) {
      const next = Math.ceil(room * 1.5);
      this.#numbers = grown(new Float64Array(next * width), this.#numbers);
      this.#mode = grown(new Uint16Array(next), this.#mode);
      this.#kind = grown(new Uint8Array(next), this.#kind);
      this.#first = grown(new Int32Array(next), this.#first);
      this.#children = grown(new Int32Array(next), this.#children);
      this.#nameAt = grown(new Uint32Array(next + 1), this.#nameAt);
    }
    const end = (this.#nameAt[this.#count] as number) + nameLength;
    if (end > this.#names.length) this.#names = grown(Buffer.alloc(Math.ceil(end * 1.5)), this.#names);
  }
}

function grown<T extends { set(from: T): void }>(to: T, from: T): T {
  to.set(from);
  return to;
}
