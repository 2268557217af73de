import { crc32 } from "node:zlib";
import type { Input } from "../../../oci/layer/unpack/input.ts";
import { Refusal } from "../../kernel/refusal.ts";
import { Broken, endOfFile } from "./broken.ts";
import { inflate } from "./inflate.ts";

/** The header of a gzip member, RFC 1952 section 2.3. */
export interface Header {
  /** Seconds since 1970; 0: not known. */
  readonly time: number;
  readonly name: string | undefined;
  /** Bytes of header and trailer together. */
  readonly size: number;
}

/** Something else than a gzip member: what gzip says of it, in front of " -- not supported" or alone. */
export class NoMember extends Error {}

const flags = { crc: 2, extra: 4, name: 8, comment: 16, encrypted: 32, reserved: 0xc0 } as const;

const others: readonly (readonly [magic: string, format: string])[] = [
  ["PK\x03\x04", "zip"],
  ["\x1f\x1e", "pack"],
  ["\x1f\x9d", "compress"],
  ["\x1f\xa0", "LZH"],
];

/** Whether a gzip member begins here. Throws `Refusal` for the formats besides that gzip knows and djib does not. */
export async function beginsMember(input: Input, file: string): Promise<boolean> {
  await input.fill(4);
  const head = Buffer.from(input.bytes.subarray(input.at, Math.min(input.end, input.at + 4))).toString("latin1");
  const other = others.find(([magic]) => head.startsWith(magic));
  if (other !== undefined)
    throw new Refusal(file, `is in the format of ${other[1]}, which gzip of the portable executor does not read`);
  return head.startsWith("\x1f\x8b") || head.startsWith("\x1f\x9e");
}

/** Reads the header, whose magic is there. Throws `Broken`; `NoMember` with what is not supported. */
export async function readHeader(input: Input): Promise<Header> {
  const begin = input.taken;
  const seen: number[] = [];
  const byte = async () => {
    if (!(await input.fill(1))) throw new Broken(endOfFile);
    const value = input.take(1)[0]!;
    seen.push(value);
    return value;
  };
  const text = async () => {
    let read = "";
    for (let value = await byte(); value !== 0; value = await byte()) {
      read += String.fromCharCode(value);
      if (read.length > 4096) throw new Broken("corrupted input -- file name too large");
    }
    return read;
  };
  await byte();
  await byte();
  const method = await byte();
  if (method !== 8) throw new NoMember(`: unknown method ${method} -- not supported`);
  const flag = await byte();
  if ((flag & flags.encrypted) !== 0) throw new NoMember(" is encrypted -- not supported");
  if ((flag & flags.reserved) !== 0) throw new NoMember(` has flags 0x${flag.toString(16)} -- not supported`);
  let time = 0;
  for (let i = 0; i < 4; i++) time += (await byte()) * 256 ** i;
  await byte();
  await byte();
  if ((flag & flags.extra) !== 0) for (let left = (await byte()) + 256 * (await byte()); left > 0; left--) await byte();
  const name = (flag & flags.name) === 0 ? undefined : await text();
  if ((flag & flags.comment) !== 0) while ((await byte()) !== 0);
  if ((flag & flags.crc) !== 0) {
    const computed = crc32(Uint8Array.from(seen)) & 0xffff;
    const stored = (await byte()) + 256 * (await byte());
    const hex = (value: number) => `0x${value.toString(16).padStart(4, "0")}`;
    if (stored !== computed)
      throw new NoMember(`: header checksum ${hex(stored)} != computed checksum ${hex(computed)}`);
  }
  return { time, name, size: input.taken - begin + 8 };
}

/** The content behind a header. Throws `Broken`; wrong sums are said by `wrong`, after all of it. */
export async function* memberContent(
  input: Input,
  wrong: (message: string) => Promise<void>,
): AsyncGenerator<Uint8Array, { readonly crc: number; readonly length: number }> {
  let crc = 0;
  let length = 0;
  for await (const part of inflate(input)) {
    crc = crc32(part, crc);
    length += part.length;
    yield part;
  }
  if (!(await input.fill(8))) throw new Broken(endOfFile);
  const trailer = Buffer.from(input.take(8));
  if (trailer.readUInt32LE(0) !== crc) await wrong("invalid compressed data--crc error");
  if (trailer.readUInt32LE(4) !== length % 2 ** 32) await wrong("invalid compressed data--length error");
  return { crc, length };
}
