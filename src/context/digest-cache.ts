import { hash, randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Digest } from "../oci/digest.ts";
import type { ImagePath } from "../oci/filesystem/path.ts";
import { readRecords, writeRecords } from "./digest-file.ts";
import { DigestRecords, keyBytes, recordBytes } from "./digest-records.ts";
import type { Seen } from "./nodes.ts";

/** A write within this time of a file's mtime may leave the mtime as it is (FAT: 2 s). */
const racyMs = 2000;
/** Unused records beyond this many, and beyond the used ones, are dropped. */
const spare = 10_000;

type Fields = Pick<Seen, "size" | "mtimeMs" | "ctimeMs" | "inode">;

/**
 * Digests of a context's files by path, size, mtime, ctime and inode, so that a build that
 * changes nothing reads nothing. The key of a record is 16 bytes of sha256 over those facts. A
 * damaged, foreign or missing file is an empty cache. Several builds may write it; the last one wins.
 *
 * As git does ("racy git"), a file that was changed less than two seconds before it was hashed is
 * not remembered: a later write could leave every fact as it was.
 */
export class DigestCache {
  readonly #file: string | undefined;
  readonly #now: () => Date;
  readonly #old: Buffer;
  readonly #used: Uint8Array;
  #added = new DigestRecords();

  constructor(file: string | undefined, now: () => Date) {
    this.#file = file;
    this.#now = now;
    this.#old = file === undefined ? Buffer.alloc(0) : readRecords(file);
    this.#used = new Uint8Array(this.#old.length / recordBytes);
  }

  get(path: ImagePath, seen: Fields): Digest | undefined {
    const index = find(this.#old, key(path, seen));
    if (index === undefined) return undefined;
    this.#used[index] = 1;
    const at = index * recordBytes + keyBytes;
    return `sha256:${this.#old.toString("hex", at, at + 32)}` as Digest;
  }

  /** The digest of a file that is not here: from `make`, and remembered under its number unless the file is too young. */
  add(file: number, path: ImagePath, seen: Fields, make: () => Digest): Digest {
    const before = this.#now().getTime();
    const digest = make();
    if (this.#file !== undefined && Math.max(seen.mtimeMs, seen.ctimeMs) <= before - racyMs)
      this.#added.add(key(path, seen), file);
    return digest;
  }

  /** Writes what was added, with the digests by number; a store that cannot be written to costs time, never a build. */
  save(digest: (file: number) => Buffer): void {
    if (this.#file === undefined || this.#added.count === 0) return;
    const temporary = `${this.#file}.${this.#now().getTime()}-${randomBytes(4).toString("hex")}`;
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      writeRecords(temporary, merged(this.#kept(), this.#added.sorted(digest)));
      renameSync(temporary, this.#file);
    } catch {
      rmSync(temporary, { force: true });
    }
    this.#added = new DigestRecords();
  }

  *#kept(): Generator<Buffer> {
    const used = this.#used.reduce((sum, bit) => sum + bit, 0);
    const all = this.#used.length - used <= used + this.#added.count + spare;
    for (let index = 0; index < this.#used.length; index++)
      if (all || this.#used[index] === 1) yield this.#old.subarray(index * recordBytes, (index + 1) * recordBytes);
  }
}

/** Two sorted sequences as one. */
function* merged(left: Iterator<Buffer>, right: Iterator<Buffer>): Generator<Buffer> {
  let [a, b] = [left.next(), right.next()];
  while (a.done !== true || b.done !== true) {
    if (b.done === true || (a.done !== true && a.value.compare(b.value) <= 0)) {
      yield a.value;
      a = left.next();
    } else {
      yield b.value;
      b = right.next();
    }
  }
}

const facts = Buffer.alloc(4 * 8 + 4096 * 2);

function key(path: ImagePath, { size, mtimeMs, ctimeMs, inode }: Fields): Buffer {
  facts.writeDoubleLE(size, 0);
  facts.writeDoubleLE(mtimeMs, 8);
  facts.writeDoubleLE(ctimeMs, 16);
  facts.writeDoubleLE(inode, 24);
  const end = 32 + facts.write(path, 32, "latin1");
  return hash("sha256", facts.subarray(0, end), "buffer").subarray(0, keyBytes);
}

/** By the first word, which hardly ever is the same in two: a comparison of buffers is a call out of JavaScript. */
function find(records: Buffer, wanted: Buffer): number | undefined {
  const head = wanted.readUInt32BE(0);
  let low = 0;
  let high = records.length / recordBytes;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = middle * recordBytes;
    const order = records.readUInt32BE(at) - head || records.compare(wanted, 0, keyBytes, at, at + keyBytes);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return undefined;
}
