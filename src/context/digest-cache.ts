import { createHash, hash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Digest } from "../oci/digest.ts";
import type { ImagePath } from "../oci/filesystem/path.ts";
import type { Seen } from "./nodes.ts";

const magic = "djib-digests-1\n\0";
const headBytes = magic.length + 32;
const keyBytes = 16;
const recordBytes = keyBytes + 32;
/** A write within this time of a file's mtime may leave the mtime as it is (FAT: 2 s). */
const racyMs = 2000;
/** Unused records beyond this many, and beyond the used ones, are dropped. */
const spare = 10_000;

type Fields = Pick<Seen, "size" | "mtimeMs" | "ctimeMs" | "inode">;

/**
 * Digests of a context's files by path, size, mtime, ctime and inode, so that a build that
 * changes nothing reads nothing. In one binary file: magic, sha256 of the rest, then records of a
 * key (16 bytes of sha256 over those facts) and a digest, sorted by key. A damaged, foreign or
 * missing file is an empty cache. Several builds may write it; the last one wins.
 *
 * As git does ("racy git"), a file that was changed less than two seconds before it was hashed is
 * not remembered: a later write could leave every fact as it was.
 */
export class DigestCache {
  readonly #file: string | undefined;
  readonly #now: () => Date;
  readonly #old: Buffer;
  readonly #used: Uint8Array;
  #added = Buffer.alloc(0);
  #addedBytes = 0;

  constructor(file: string | undefined, now: () => Date) {
    this.#file = file;
    this.#now = now;
    this.#old = file === undefined ? Buffer.alloc(0) : load(file);
    this.#used = new Uint8Array(this.#old.length / recordBytes);
  }

  get(path: ImagePath, seen: Fields): Digest | undefined {
    const index = find(this.#old, key(path, seen));
    if (index === undefined) return undefined;
    this.#used[index] = 1;
    const at = index * recordBytes + keyBytes;
    return `sha256:${this.#old.toString("hex", at, at + 32)}` as Digest;
  }

  /** The digest of a file that is not here: from `make`, and remembered unless the file is too young. */
  add(path: ImagePath, seen: Fields, make: () => Digest): Digest {
    const before = this.#now().getTime();
    const digest = make();
    if (this.#file !== undefined && Math.max(seen.mtimeMs, seen.ctimeMs) <= before - racyMs) {
      if (this.#addedBytes === this.#added.length)
        this.#added = Buffer.concat([this.#added], Math.max(recordBytes * 64, this.#addedBytes * 2));
      this.#addedBytes += key(path, seen).copy(this.#added, this.#addedBytes);
      this.#addedBytes += this.#added.write(digest.slice(7), this.#addedBytes, "hex");
    }
    return digest;
  }

  /** Writes what was added; a store that cannot be written to costs time, never a build. */
  save(): void {
    if (this.#file === undefined || this.#addedBytes === 0) return;
    const body = sorted(Buffer.concat([this.#kept(), this.#added.subarray(0, this.#addedBytes)]));
    this.#addedBytes = 0;
    const temporary = `${this.#file}.${this.#now().getTime()}-${randomBytes(4).toString("hex")}`;
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      writeFileSync(temporary, Buffer.concat([Buffer.from(magic, "latin1"), sha256(body), body]));
      renameSync(temporary, this.#file);
    } catch {
      rmSync(temporary, { force: true });
    }
  }

  #kept(): Buffer {
    const used = this.#used.reduce((sum, bit) => sum + bit, 0);
    const added = this.#addedBytes / recordBytes;
    if (this.#used.length - used <= used + added + spare) return this.#old;
    const kept: Buffer[] = [];
    this.#used.forEach((bit, index) => {
      if (bit === 1) kept.push(this.#old.subarray(index * recordBytes, (index + 1) * recordBytes));
    });
    return Buffer.concat(kept);
  }
}

function sorted(records: Buffer): Buffer {
  const order = Uint32Array.from({ length: records.length / recordBytes }, (_, index) => index * recordBytes);
  order.sort((a, b) => records.compare(records, b, b + keyBytes, a, a + keyBytes));
  const result = Buffer.allocUnsafe(records.length);
  order.forEach((at, index) => records.copy(result, index * recordBytes, at, at + recordBytes));
  return result;
}

const sha256 = (bytes: Buffer): Buffer => createHash("sha256").update(bytes).digest();

function load(file: string): Buffer {
  try {
    const bytes = readFileSync(file);
    const body = bytes.subarray(headBytes);
    const whole =
      bytes.toString("latin1", 0, magic.length) === magic &&
      body.length % recordBytes === 0 &&
      sha256(body).equals(bytes.subarray(magic.length, headBytes));
    return whole ? body : Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
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

function find(records: Buffer, wanted: Buffer): number | undefined {
  let low = 0;
  let high = records.length / recordBytes;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = records.compare(wanted, 0, keyBytes, middle * recordBytes, middle * recordBytes + keyBytes);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return undefined;
}
