import type { Description } from "./description.ts";
import type { Disk } from "./disk.ts";
import { SystemError } from "./errno.ts";
import type { FileStat, OpenFlags } from "./files.ts";
import { type Node, sizeOf } from "./node.ts";
import { withoutCapabilities } from "./privileges.ts";
import { Written } from "./written.ts";

interface Opened {
  readonly disk: Disk;
  readonly node: Node;
  readonly flags: OpenFlags;
  readonly now: () => bigint;
  readonly stat: () => FileStat;
}

/** A regular file that is open, with its offset. What the tree below has is read as a stream. */
export class Regular implements Description {
  readonly #opened: Opened;
  #offset = 0;
  #stream: { readonly parts: AsyncIterator<Uint8Array>; at: number; rest: Uint8Array } | undefined;

  constructor(opened: Opened) {
    this.#opened = opened;
  }

  async read(max: number): Promise<Uint8Array> {
    if (!this.#opened.flags.read) throw new SystemError("EBADF");
    const { node } = this.#opened;
    const bytes =
      node.content instanceof Written ? node.content.read(this.#offset, max) : await this.#untouched(node, max);
    this.#offset += bytes.length;
    return bytes;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { disk, node, flags, now } = this.#opened;
    if (!flags.write) throw new SystemError("EBADF");
    if (bytes.length === 0) return;
    const content = await disk.writable(node, "keep");
    if (flags.append) this.#offset = content.size;
    const end = this.#offset + bytes.length;
    const room = end <= content.size ? end : disk.claim(node, end);
    const part = bytes.subarray(0, Math.max(0, room - this.#offset));
    content.write(this.#offset, part);
    this.#offset += part.length;
    if (part.length < bytes.length) throw new SystemError("ENOSPC");
    disk.change(node, { mtime: now(), ...withoutCapabilities(node) });
  }

  stat(): FileStat {
    return this.#opened.stat();
  }

  seek(offset: number, whence: "set" | "current" | "end"): number {
    const from = { set: 0, current: this.#offset, end: sizeOf(this.#opened.node) }[whence];
    if (from + offset < 0) throw new SystemError("EINVAL");
    return (this.#offset = from + offset);
  }

  async truncate(size: number): Promise<void> {
    const { disk, node, flags, now } = this.#opened;
    if (!flags.write) throw new SystemError("EINVAL");
    (await disk.writable(node, "keep")).truncate(size);
    disk.change(node, { mtime: now(), ...withoutCapabilities(node) });
  }

  release(): void {
    void this.#stream?.parts.return?.();
    this.#stream = undefined;
  }

  async #untouched(node: Node, max: number): Promise<Uint8Array> {
    if (this.#offset >= sizeOf(node)) return new Uint8Array(0);
    if (this.#stream === undefined || this.#stream.at > this.#offset) {
      void this.#stream?.parts.return?.();
      this.#stream = { parts: iterate(this.#opened.disk.contentOf(node)), at: 0, rest: new Uint8Array(0) };
    }
    const stream = this.#stream;
    while (stream.at + stream.rest.length <= this.#offset) {
      stream.at += stream.rest.length;
      const next = await stream.parts.next();
      if (next.done === true) return new Uint8Array(0);
      stream.rest = next.value;
    }
    const from = this.#offset - stream.at;
    const bytes = stream.rest.slice(from, from + max);
    stream.at += from + bytes.length;
    stream.rest = stream.rest.subarray(from + bytes.length);
    return bytes;
  }
}

async function* iterate(parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* parts;
}
