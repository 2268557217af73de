import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DjibError } from "../../src/errors.ts";
import { readNumber, writeOctal } from "../../src/oci/layer/tar/number.ts";
import { parsePax, paxRecord, paxTime } from "../../src/oci/layer/tar/pax.ts";
import { describe, pathsOf, treeOf } from "../support/layers.ts";
import { archive, directory, file, hardlink, header, padded, pax, symlink } from "../support/raw-tar.ts";

const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map((array) => Buffer.from(array).toString("latin1"));

test("PAX records of any key and bytes are read as they were written", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(bytes(120), bytes(1200))), (pairs) => {
      const records = new Map(pairs.filter(([key]) => key !== "" && !key.includes("=")));
      const text = [...records].map(([key, value]) => paxRecord(key, value)).join("");
      assert.deepEqual(parsePax(Buffer.from(text, "latin1")), records);
    }),
  );
});

test("any bytes as PAX records are read or refused", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."0123456789 =\nkv\0\xff"), maxLength: 60 }), (text) => {
      try {
        parsePax(Buffer.from(text, "latin1"));
      } catch (error) {
        assert.ok(error instanceof DjibError);
      }
    }),
  );
});

test("times are floored, before 1970 too", () => {
  const times = { "0": 0, "1.9": 1, "-1": -1, "-1.0": -1, "-1.5": -2, "-0.1": -1, "12.": 12, "-0": 0 };
  for (const [text, seconds] of Object.entries(times)) assert.equal(paxTime(text, "mtime"), seconds, text);
});

test("numbers in octal and in base 256 are read as they were written", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.constantFrom(8, 12), (number, length) => {
      const octal = Buffer.alloc(length);
      if (writeOctal(octal, 0, length, number)) assert.equal(readNumber(octal, "it"), number);
      const base256 = Buffer.alloc(length);
      let rest = BigInt.asUintN(8 * length, BigInt(number));
      for (let i = length - 1; i >= 0; i--, rest >>= 8n) base256[i] = Number(rest & 0xffn);
      if (length === 12) {
        base256[0] = number < 0 ? 0xff : 0x80;
        assert.equal(readNumber(base256, "it"), number);
      }
    }),
  );
});

test("octal fields may be padded with blanks, as old tars do", () => {
  for (const [text, number] of Object.entries({
    "   644 \0": 0o644,
    "0000644\0": 0o644,
    "00000644": 0o644,
    "\0\0\0\0\0\0\0\0": 0,
    "        ": 0,
  }))
    assert.equal(readNumber(Buffer.from(text), "it"), number);
});

/** Something of every form. */
const sample = archive(
  pax({ comment: "x" }, "g"),
  directory("d"),
  file("d/f", "content"),
  Buffer.concat([pax({ path: "d/long", mtime: "-1.5", "SCHILY.xattr.user.a": "\0" }), file("x", "y")]),
  Buffer.concat([
    header({ type: "L", size: 5 }),
    padded("gnu\0\0"),
    header({ type: "K", size: 4 }),
    padded("d/f\0"),
    header({ type: "1" }),
  ]),
  symlink("s", "d"),
  hardlink("h", "d/f"),
  Buffer.concat([
    pax({ "GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "100" }),
    file("sp", `1\n10\n3\n${"\0".repeat(505)}abc`),
  ]),
  file("d/.wh.x"),
  header({ name: "c", type: "3" }),
);

test("a tar with something of every form is read", async () => {
  assert.deepEqual(pathsOf(await treeOf(sample)), ["c", "d", "d/f", "d/long", "gnu", "h", "s", "sp"]);
});

test("a tar with any bytes changed, checksums made right again, is read or refused, and never breaks the reader", async () => {
  const change = fc.tuple(
    fc.nat(sample.length - 1025),
    fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from("0157xgLKS\0/.9"))),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      const changed = Buffer.from(sample);
      for (const [at, byte] of changes) changed[at] = byte;
      for (const [at] of changes) resum(changed.subarray(at - (at % 512), at - (at % 512) + 512));
      try {
        await describe(await treeOf(changed));
      } catch (error) {
        if (!(error instanceof DjibError)) throw error;
      }
    }),
    { numRuns: 1500 },
  );
});

function resum(block: Buffer): void {
  if (block.toString("latin1", 257, 262) !== "ustar") return;
  block.fill(" ", 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
}
