import { crc32 } from "node:zlib";
import { Input } from "../../../oci/layer/unpack/input.ts";
import type { OpenFile } from "../../kernel/open-file.ts";
import { Broken } from "./broken.ts";
import type { Deflater } from "./deflate/deflater.ts";
import { beginsMember, type Header, memberContent, readHeader } from "./member.ts";

/** Where bytes go; undefined where they are only looked at. */
export type Sink = ((bytes: Uint8Array) => Promise<void>) | undefined;

/** Told what is wrong: with a newline in front, and the name of the file. */
export interface Complaints {
  /** Status 2, unless something worse happens; not said with -q. */
  warn(message: string): Promise<void>;
  /** Status 1. */
  wrong(message: string): Promise<void>;
}

/** Bytes that were written and read, for -v. */
export interface Counted {
  readonly original: number;
  readonly compressed: number;
}

/** Writes one gzip member. `name` and `time` (seconds) are kept in it. */
export async function compress(
  from: OpenFile,
  sink: (bytes: Uint8Array) => Promise<void>,
  {
    name,
    time,
    level,
    deflater,
  }: { readonly name?: string; readonly time: number; readonly level: number; readonly deflater: Deflater },
): Promise<Counted> {
  const header = Buffer.alloc(10);
  header.set([0x1f, 0x8b, 8, name === undefined ? 0 : 8]);
  header.writeUInt32LE(time, 4);
  header.set([level === 9 ? 2 : level === 1 ? 4 : 0, 3], 8);
  await sink(name === undefined ? header : Buffer.concat([header, Buffer.from(`${name}\0`, "latin1")]));
  let crc = 0;
  let original = 0;
  let compressed = 0;
  const read = async (buffer: Uint8Array): Promise<number> => {
    const part = await from.read(buffer.length);
    buffer.set(part);
    crc = crc32(part, crc);
    original += part.length;
    return part.length;
  };
  for await (const part of deflater.deflate(filled(read))) {
    compressed += part.length;
    await sink(part);
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(original % 2 ** 32, 4);
  await sink(trailer);
  return { original, compressed };
}

/** Reads again until the buffer is full: how a pipe hands out its bytes must not show. */
const filled =
  (read: (buffer: Uint8Array) => Promise<number>) =>
  async (buffer: Uint8Array): Promise<number> => {
    let at = 0;
    while (at < buffer.length) {
      const count = await read(buffer.subarray(at));
      if (count === 0) break;
      at += count;
    }
    return at;
  };

/** Reads all members of a file. Rejects with `Broken` or `NoMember` where there is no content to be had. */
export class Expansion implements AsyncDisposable {
  readonly #input: Input;
  readonly #file: string;
  readonly #complaints: Complaints;

  constructor(from: AsyncIterable<Uint8Array>, file: string, complaints: Complaints) {
    this.#input = new Input(from);
    this.#file = file;
    this.#complaints = complaints;
  }

  /** The header of the first member; undefined where the file is no gzip. */
  async begin(): Promise<Header | undefined> {
    if (!(await this.#input.fill(2))) {
      if (this.#input.available === 1 || !(await this.#input.fill(1))) throw new Broken("unexpected end of file");
    }
    return (await beginsMember(this.#input, this.#file)) ? readHeader(this.#input) : undefined;
  }

  /** All content, after `begin`; what is wrong with a sum is said behind it. */
  async expand(sink: Sink, header: Header): Promise<Counted> {
    let original = 0;
    for (;;) {
      for await (const part of memberContent(this.#input, this.#complaints.wrong)) {
        original += part.length;
        await sink?.(part);
      }
      if (!(await this.#anotherMember())) return { original, compressed: this.#input.read - header.size };
      await readHeader(this.#input);
    }
  }

  /** All bytes as they are: `gzip -cdf` of something else. */
  async copy(sink: Sink): Promise<Counted> {
    let original = 0;
    while (await this.#input.fill(1)) {
      const part = this.#input.take(this.#input.available);
      original += part.length;
      await sink?.(part);
    }
    return { original, compressed: original };
  }

  async #anotherMember(): Promise<boolean> {
    if (!(await this.#input.fill(1))) return false;
    if (await beginsMember(this.#input, this.#file)) return true;
    while (await this.#input.fill(1)) if (this.#input.take(1)[0] !== 0) return this.#garbage();
    return false;
  }

  async #garbage(): Promise<false> {
    await this.#complaints.warn("decompression OK, trailing garbage ignored");
    return false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input[Symbol.asyncDispose]();
  }
}
