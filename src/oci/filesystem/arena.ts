const chunkBytes = 1 << 20;
const firstBytes = 1 << 12;
const longest = 0xffff;

/**
 * Append-only byte strings, addressed by a number: two bytes of length, then the bytes. It grows by
 * whole chunks, so that neither growth nor loading copies what is there. Address 0 is "".
 */
export class Arena {
  readonly #chunks: Buffer[];
  #end: number;

  constructor(bytes: Buffer = Buffer.alloc(2)) {
    this.#chunks = [];
    for (let at = 0; at < bytes.length; at += chunkBytes) this.#chunks.push(bytes.subarray(at, at + chunkBytes));
    this.#end = bytes.length;
  }

  /** Bytes in use; every address is below it. */
  get length(): number {
    return this.#end;
  }

  /** Address of `text` (latin1, at most 65,535 bytes). Equal texts are not shared. */
  add(text: string): number {
    if (text === "") return 0;
    if (text.length > longest) throw new RangeError(`a byte string of ${text.length} bytes`);
    const room = this.#end % chunkBytes;
    if (room + 2 + text.length > chunkBytes) this.#end += chunkBytes - room;
    const address = this.#end;
    const chunk = this.#chunkFor(address, text.length + 2);
    const at = address % chunkBytes;
    chunk.writeUInt16LE(text.length, at);
    chunk.write(text, at + 2, "latin1");
    this.#end += 2 + text.length;
    return address;
  }

  text(address: number): string {
    const chunk = this.#chunks[Math.floor(address / chunkBytes)]!;
    const at = (address % chunkBytes) + 2;
    return chunk.toString("latin1", at, at + chunk.readUInt16LE(at - 2));
  }

  /** Whether the text at `address` is `text.slice(from, to)`. */
  equals(address: number, text: string, from: number, to: number): boolean {
    const chunk = this.#chunks[Math.floor(address / chunkBytes)]!;
    const at = address % chunkBytes;
    const length = to - from;
    if (chunk[at]! + chunk[at + 1]! * 256 !== length) return false;
    for (let i = 0; i < length; i++) if (chunk[at + 2 + i] !== text.charCodeAt(from + i)) return false;
    return true;
  }

  /** Negative where the text at `address` comes before `text` in byte order, 0 where it is the same. */
  compare(address: number, text: string): number {
    const chunk = this.#chunks[Math.floor(address / chunkBytes)]!;
    const at = address % chunkBytes;
    const length = chunk[at]! + chunk[at + 1]! * 256;
    const common = Math.min(length, text.length);
    for (let i = 0; i < common; i++) {
      const difference = chunk[at + 2 + i]! - text.charCodeAt(i);
      if (difference !== 0) return difference;
    }
    return length - text.length;
  }

  /** All bytes, as the constructor takes them. */
  parts(): readonly Buffer[] {
    return this.#chunks.map((chunk, i) => chunk.subarray(0, Math.min(chunkBytes, this.#end - i * chunkBytes)));
  }

  /** Gives back what the last chunk does not use. */
  trim(): void {
    const last = this.#chunks.length - 1;
    this.#chunks[last] = Buffer.from(this.parts()[last]!);
  }

  #chunkFor(address: number, bytes: number): Buffer {
    const number = Math.floor(address / chunkBytes);
    const needed = (address % chunkBytes) + bytes;
    const old = this.#chunks[number];
    if (old !== undefined && old.length >= needed) return old;
    let size = number === 0 ? Math.max(firstBytes, (old?.length ?? 0) * 2) : chunkBytes;
    while (size < needed) size *= 2;
    const chunk = Buffer.alloc(Math.min(chunkBytes, size));
    old?.copy(chunk);
    this.#chunks[number] = chunk;
    return chunk;
  }
}
