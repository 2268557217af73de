import type { OpenFile } from "../../kernel/open-file.ts";
import { chunks, eachInput } from "../input.ts";
import { standardOptions } from "../standard-options.ts";
import { buffered, type Stdio } from "../stdio.ts";
import { tool } from "../tool.ts";

const other = "only the POSIX checksum is emulated; write sha256sum and the like";

/** cksum(1), GNU coreutils 9.1, as POSIX has it: CRC and size. */
export const cksum = tool({
  options: {
    algorithm: { short: "a", long: "algorithm", value: "required", refused: other },
    length: { short: "l", long: "length", value: "required", refused: other },
    check: { short: "c", long: "check", refused: other },
    ignoreMissing: { long: "ignore-missing", refused: other },
    quiet: { long: "quiet", refused: other },
    status: { long: "status", refused: other },
    warn: { short: "w", long: "warn", refused: other },
    strict: { long: "strict", refused: other },
    tag: { long: "tag", refused: other },
    zero: { short: "z", long: "zero", refused: other },
    untagged: { long: "untagged", refused: other },
    debug: { long: "debug", refused: other },
    ...standardOptions,
  },
  run: buffered(async (io, { operands }) => {
    await eachInput(io, operands, async (file, name) => {
      const { crc, size } = await crcOf(io, file);
      await io.put(`${crc} ${size}${operands.length === 0 ? "" : ` ${name}`}\n`);
    });
    return io.failed ? 1 : 0;
  }),
});

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});

async function crcOf(io: Stdio, file: OpenFile): Promise<{ readonly crc: number; readonly size: number }> {
  let crc = 0;
  let size = 0;
  const add = (byte: number) => {
    crc = (crc << 8) ^ table[((crc >>> 24) ^ byte) & 255]!;
  };
  // A directory counts as empty: cksum 9.1 takes no notice that it cannot be read.
  const content = file.stat().type === "directory" ? [] : chunks(io.proc, file);
  for await (const bytes of content) {
    size += bytes.length;
    for (let at = 0; at < bytes.length; at++) crc = (crc << 8) ^ table[((crc >>> 24) ^ bytes[at]!) & 255]!;
  }
  for (let left = size; left > 0; left = Math.floor(left / 256)) add(left % 256);
  return { crc: ~crc >>> 0, size };
}

/** sum(1), GNU coreutils: BSD's checksum of 16 bits, or System V's. */
export const sum = tool({
  options: { bsd: { short: "r" }, sysv: { short: "s", long: "sysv" }, ...standardOptions },
  run: buffered(async (io, { given, operands }) => {
    const sysv = given.findLast(({ name }) => name === "bsd" || name === "sysv")?.name === "sysv";
    await eachInput(io, operands, async (file, name) => {
      const { checksum, size } = await (sysv ? sysvOf(io, file) : bsdOf(io, file));
      const blocks = Math.ceil(size / (sysv ? 512 : 1024));
      const shown = sysv
        ? `${checksum} ${blocks}`
        : `${String(checksum).padStart(5, "0")} ${String(blocks).padStart(5)}`;
      await io.put(`${shown}${operands.length === 0 ? "" : ` ${name}`}\n`);
    });
    return io.failed ? 1 : 0;
  }),
});

async function bsdOf(io: Stdio, file: OpenFile) {
  let checksum = 0;
  let size = 0;
  for await (const bytes of chunks(io.proc, file)) {
    size += bytes.length;
    for (const byte of bytes) checksum = ((checksum >> 1) + ((checksum & 1) << 15) + byte) & 0xffff;
  }
  return { checksum, size };
}

async function sysvOf(io: Stdio, file: OpenFile) {
  let total = 0;
  let size = 0;
  for await (const bytes of chunks(io.proc, file)) {
    size += bytes.length;
    for (const byte of bytes) total = (total + byte) >>> 0;
  }
  const folded = (total & 0xffff) + (total >>> 16);
  return { checksum: (folded & 0xffff) + (folded >>> 16), size };
}
