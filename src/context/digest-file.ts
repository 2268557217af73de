import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { recordBytes } from "./digest-records.ts";

const magic = "djib-digests-1\n\0";
const headBytes = magic.length + 32;
const pageRecords = 4096;

/**
 * The records of a file of digests: magic, sha256 of the rest, then the records, sorted by key.
 * None where it is damaged, foreign or missing.
 */
export function readRecords(file: string): Buffer {
  try {
    const bytes = readFileSync(file);
    const body = bytes.subarray(headBytes);
    const whole =
      bytes.toString("latin1", 0, magic.length) === magic &&
      body.length % recordBytes === 0 &&
      createHash("sha256").update(body).digest().equals(bytes.subarray(magic.length, headBytes));
    return whole ? body : Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Writes a new file of them, a page at a time; the head comes last, so that half a file is a damaged one. */
export function writeRecords(file: string, records: Iterable<Buffer>): void {
  const fd = openSync(file, "wx");
  try {
    const sum = createHash("sha256");
    let end = headBytes;
    for (const page of pages(records)) {
      sum.update(page);
      writeAll(fd, page, end);
      end += page.length;
    }
    writeAll(fd, Buffer.concat([Buffer.from(magic, "latin1"), sum.digest()]), 0);
  } finally {
    closeSync(fd);
  }
}

/** The same memory each time. */
function* pages(records: Iterable<Buffer>): Generator<Buffer> {
  const page = Buffer.allocUnsafe(pageRecords * recordBytes);
  let used = 0;
  for (const record of records) {
    used += record.copy(page, used);
    if (used < page.length) continue;
    yield page;
    used = 0;
  }
  if (used > 0) yield page.subarray(0, used);
}

function writeAll(fd: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}
