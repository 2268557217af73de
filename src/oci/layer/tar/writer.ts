import type { Entry } from "../changeset.ts";
import { problem } from "../errors.ts";
import { blockSize, paddingOf } from "./block.ts";
import { writeOctal } from "./number.ts";
import { paxRecord } from "./pax.ts";
import { xattrKey } from "./xattrs.ts";

const typeFlags = {
  file: "0",
  hardlink: "1",
  symlink: "2",
  character: "3",
  block: "4",
  directory: "5",
  fifo: "6",
  whiteout: "0",
  opaque: "0",
} as const;

/** What is not in an entry: the name in the archive, "/" at the end of a directory's. */
export interface Named {
  readonly entry: Entry;
  readonly name: string;
  readonly size: number;
}

/**
 * The header of one entry in the one form djib writes: ustar where everything fits, otherwise a PAX
 * header of exactly the records that do not, sorted, in front of it. No user names, no times but
 * mtime; equal entries have equal bytes.
 */
export function encodeHeader(named: Named): Buffer {
  const block = Buffer.alloc(blockSize);
  const records = fill(block, named);
  if (records.length === 0) return sealBlock(block);
  const text = Buffer.from(
    records
      .sort()
      .map(([key, value]) => paxRecord(key, value))
      .join(""),
    "latin1",
  );
  return Buffer.concat([paxHeader(text.length), text, Buffer.alloc(paddingOf(text.length)), sealBlock(block)]);
}

/** Writes what fits and gives the rest as records. */
function fill(block: Buffer, { entry, name, size }: Named): [string, string][] {
  const records: [string, string][] = [];
  const record = (fits: boolean, key: string, value: string) => {
    if (!fits) records.push([key, value]);
  };
  const has = entry.type === "whiteout" || entry.type === "opaque" ? undefined : entry;
  record(writeName(block, name), "path", name);
  writeOctal(block, 100, 8, has?.mode ?? 0);
  record(writeOctal(block, 108, 8, has?.uid ?? 0), "uid", String(has?.uid));
  record(writeOctal(block, 116, 8, has?.gid ?? 0), "gid", String(has?.gid));
  record(writeOctal(block, 124, 12, size), "size", String(size));
  record(writeOctal(block, 136, 12, has?.mtime ?? 0), "mtime", String(has?.mtime));
  block.write(typeFlags[entry.type], 156, "latin1");
  if (entry.type === "hardlink" || entry.type === "symlink")
    record(writeText(block, 157, 100, entry.target), "linkpath", entry.target);
  block.write("ustar\x0000", 257, "latin1");
  const device = entry.type === "character" || entry.type === "block" ? entry.device : { major: 0, minor: 0 };
  if (!writeOctal(block, 329, 8, device.major) || !writeOctal(block, 337, 8, device.minor))
    throw problem(
      "layer/bad-entry",
      `the device number ${device.major}:${device.minor} of ${name} is too large for a layer`,
    );
  for (const [key, value] of has?.xattrs ?? []) records.push([xattrKey(key), Buffer.from(value).toString("latin1")]);
  return records;
}

/** Only ASCII goes into a header: what other bytes mean there is not defined. */
function writeText(block: Buffer, at: number, length: number, text: string): boolean {
  if (text.length > length || /[^\x20-\x7e]/.test(text)) return false;
  block.write(text, at, "latin1");
  return true;
}

/**
 * The name, divided at a "/" between prefix and name where it is long. Where it does not fit, its
 * ASCII characters stand in as far as they go, for people who look at the bytes.
 */
function writeName(block: Buffer, name: string): boolean {
  if (writeText(block, 0, 100, name)) return true;
  const slash = name.indexOf("/", Math.max(1, name.length - 101));
  const divided = slash > 0 && slash < name.length - 1;
  if (divided && writeText(block, 345, 155, name.slice(0, slash)) && writeText(block, 0, 100, name.slice(slash + 1)))
    return true;
  block.fill(0, 345, 500);
  block.write(name.replace(/[^\x20-\x7e]/g, "").slice(0, 100), 0, "latin1");
  return false;
}

function paxHeader(size: number): Buffer {
  const block = Buffer.alloc(blockSize);
  block.write("PaxHeaders/entry", 0, "latin1");
  writeOctal(block, 100, 8, 0o644);
  writeOctal(block, 108, 8, 0);
  writeOctal(block, 116, 8, 0);
  writeOctal(block, 124, 12, size);
  writeOctal(block, 136, 12, 0);
  block.write("x", 156, "latin1");
  block.write("ustar\x0000", 257, "latin1");
  return sealBlock(block);
}

/** Puts the checksum in: six octal digits, NUL, blank. */
function sealBlock(block: Buffer): Buffer {
  block.fill(" ", 148, 156);
  let sum = 0;
  for (let i = 0; i < blockSize; i++) sum += block[i]!;
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}
