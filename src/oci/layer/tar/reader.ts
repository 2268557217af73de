import { limits } from "../../../limits.ts";
import { problem } from "../errors.ts";
import { blockSize, isZero, paddingOf } from "./block.ts";
import { assemble, type Pending, type TarEntry } from "./entry.ts";
import { type Header, parseHeader } from "./header.ts";
import { type PaxRecords, parsePax } from "./pax.ts";
import { checkedMap, MapInFront, readOldPairs } from "./sparse.ts";

/** Told of everything in an archive, in its order, between calls of `push`. */
export interface TarVisitor {
  /** `offset`: where the stored content begins in the archive; `source`: what the entry was made of. */
  begin(entry: TarEntry, offset: number, source: EntrySource): void;
  /** Stored content, as it comes; the bytes are valid during the call alone. */
  data(bytes: Buffer): void;
  end(entry: TarEntry): void;
}

/** What an image does not need and other readers do: owners' names, fractions of seconds. */
export interface EntrySource {
  /** Valid during the call alone. */
  readonly block: Buffer;
  readonly records: PaxRecords | undefined;
}

/** In a global header these would make one archive two, since Go ignores such headers and GNU tar does not. */
const perFile = /^(path|linkpath|size|GNU\.sparse\..*)$/;

/**
 * A tar reader that is pushed to: ustar, GNU (long names, base 256, sparse) and PAX. Strict: what
 * readers understand differently is refused with `layer/bad-tar`. Other PAX global records than
 * those are ignored, as Docker does. After the end only zeros may follow; the end marker itself may
 * be missing (Go accepts that, and so do engines).
 */
export class TarReader {
  readonly #visitor: TarVisitor;
  readonly #trailing: "refused" | "ignored";
  #offset = 0;
  readonly #partial = Buffer.alloc(blockSize);
  #filled = 0;
  #ended = false;
  #afterZero = 0;
  /** Blocks of zeros at the end; what follows them is not counted. */
  zeros = 0;
  #pending: Pending = {};
  /** Bytes of the current body and of what fills its last block. */
  #body = 0;
  #padding = 0;
  /** The entry whose content is being read, or the header whose text is. */
  #entry: TarEntry | undefined;
  #text: { readonly type: string; readonly bytes: Buffer; length: number } | undefined;
  /** Takes the next block, where it is not a header. */
  #expects: ((block: Buffer) => void) | undefined;

  /** `trailing`: what follows the end may be ignored, as GNU tar does. */
  constructor(visitor: TarVisitor, trailing: "refused" | "ignored" = "refused") {
    this.#visitor = visitor;
    this.#trailing = trailing;
  }

  /** Blocks up to the first that follows one of zeros. */
  get blocks(): number {
    return this.#afterZero;
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = 0; at < bytes.length;) {
      const left = bytes.length - at;
      if (this.#body > 0) at += this.#takeBody(bytes, at, Math.min(left, this.#body));
      else if (this.#padding > 0) at += this.#skip(Math.min(left, this.#padding));
      else at += this.#takeBlock(bytes, at, left);
    }
  }

  /** No more comes. Throws where the archive is cut off. */
  end(): void {
    const open = this.#body > 0 || this.#padding > 0 || this.#entry !== undefined || this.#expects !== undefined;
    const loose = this.#filled > 0 && (this.zeros < 2 || this.#partial.subarray(0, this.#filled).some((b) => b !== 0));
    if (open || loose) throw problem("layer/bad-tar", `a tar file is cut off after ${this.#offset} bytes`);
    this.#refusePending("the end");
  }

  #takeBody(bytes: Buffer, at: number, size: number): number {
    if (this.#text === undefined) this.#visitor.data(bytes.subarray(at, at + size));
    else this.#text.length += bytes.copy(this.#text.bytes, this.#text.length, at, at + size);
    this.#offset += size;
    this.#body -= size;
    if (this.#body === 0) this.#finishBody();
    return size;
  }

  #skip(size: number): number {
    this.#padding -= size;
    this.#offset += size;
    return size;
  }

  #takeBlock(bytes: Buffer, at: number, left: number): number {
    if (this.#filled === 0 && left >= blockSize) {
      this.#offset += blockSize;
      this.#block(bytes.subarray(at, at + blockSize));
      return blockSize;
    }
    const size = Math.min(left, blockSize - this.#filled);
    bytes.copy(this.#partial, this.#filled, at, at + size);
    this.#filled += size;
    this.#offset += size;
    if (this.#filled === blockSize) {
      this.#filled = 0;
      this.#block(this.#partial);
    }
    return size;
  }

  #block(block: Buffer): void {
    if (this.#expects !== undefined) return this.#expects(block);
    if (this.#ended) return;
    if (isZero(block)) {
      this.#refusePending("the end");
      if (this.zeros++ === 0) this.#afterZero = this.#offset / blockSize;
    } else if (this.zeros > 0 && this.#trailing === "ignored") this.#ended = true;
    else if (this.zeros > 0) throw problem("layer/bad-tar", "data follows the end of a tar file");
    else this.#header(parseHeader(block), block);
  }

  #header(header: Header, block: Buffer): void {
    if ("xgLK".includes(header.type)) return this.#beginText(header);
    const { entry, map } = assemble(header, this.#pending, block);
    const { records } = this.#pending;
    this.#pending = {};
    if (map === undefined) return this.#begin(entry, { block, records });
    const source = { block: Buffer.from(block), records };
    if (map === "in-front") return this.#expectMapInFront(entry, source);
    this.#expectMoreMap(entry, source);
  }

  #beginText({ type, size }: Header): void {
    const { records, name, link } = this.#pending;
    if (
      (type === "x" && records !== undefined) ||
      (type === "L" && name !== undefined) ||
      (type === "K" && link !== undefined)
    )
      throw problem("layer/bad-tar", "a tar entry has the same extended header twice");
    if (type === "g") this.#refusePending("a global header");
    if (size < 0) throw problem("layer/bad-tar", "a tar header has a negative size");
    if (size > limits.paxHeader)
      throw problem("layer/too-large", `the extended header of a tar entry has ${size} bytes`);
    this.#text = { type, bytes: Buffer.alloc(size), length: 0 };
    this.#beginBody(size);
  }

  #beginBody(size: number): void {
    this.#body = size;
    this.#padding = paddingOf(size);
    if (size === 0) this.#finishBody();
  }

  #finishBody(): void {
    if (this.#entry !== undefined) {
      const entry = this.#entry;
      this.#entry = undefined;
      return this.#visitor.end(entry);
    }
    const { type, bytes } = this.#text!;
    this.#text = undefined;
    if (type === "g") return refuseAmbiguous(parsePax(bytes));
    if (type === "x") this.#pending = { ...this.#pending, records: parsePax(bytes) };
    else {
      const end = bytes.indexOf(0);
      const text = bytes.toString("latin1", 0, end < 0 ? bytes.length : end);
      this.#pending = { ...this.#pending, ...(type === "L" ? { name: text } : { link: text }) };
    }
  }

  #begin(entry: TarEntry, source: EntrySource): void {
    if (entry.sparse !== undefined) checkedMap(entry.sparse, entry.size, entry.stored);
    this.#entry = entry;
    this.#visitor.begin(entry, this.#offset, source);
    this.#beginBody(entry.stored);
  }

  #expectMoreMap(entry: TarEntry, source: EntrySource): void {
    const map = [...(entry.sparse ?? [])];
    this.#expects = (block) => {
      map.push(...readOldPairs(block, 0, 21));
      if (map.length / 2 > limits.sparseEntries) throw problem("layer/too-large", "a sparse file has too many parts");
      if (block[504] !== 0) return;
      this.#expects = undefined;
      this.#begin({ ...entry, sparse: map }, source);
    };
  }

  #expectMapInFront(entry: TarEntry, source: EntrySource): void {
    const front = new MapInFront();
    this.#expects = (block) => {
      const sparse = front.add(block);
      const stored = entry.stored - front.blocks * blockSize;
      if (stored < 0) throw problem("layer/bad-tar", "the map of a sparse file is larger than the file");
      if (sparse === undefined) return;
      this.#expects = undefined;
      this.#begin({ ...entry, sparse, stored }, source);
    };
  }

  #refusePending(before: string): void {
    const { records, name, link } = this.#pending;
    if (records ?? name ?? link ?? undefined)
      throw problem("layer/bad-tar", `an extended header stands before ${before} of a tar file`);
  }
}

function refuseAmbiguous(records: PaxRecords): void {
  for (const key of records.keys())
    if (perFile.test(key))
      throw problem("layer/bad-tar", `a global tar header sets ${JSON.stringify(key)} for every file`);
}
