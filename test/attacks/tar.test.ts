import assert from "node:assert/strict";
import { test } from "node:test";
import { DjibError } from "../../src/errors.ts";
import { at, pathsOf, treeOf } from "../support/layers.ts";
import { archive, end, file, header, padded, pax, paxText } from "../support/raw-tar.ts";

/** One message of what and why, with a code, never a crash. */
const refused = (code: string) => (error: unknown) => error instanceof DjibError && error.code === code;
const refuses = (tar: Buffer, code: string) => assert.rejects(treeOf(tar), refused(code));

test("a PAX header does not reach past its own entry, nor into a long-name header (CVE-2025-62518)", async () => {
  // The size in the PAX header is the file's. Taken for the L header's, the file's content would be read as headers.
  const smuggled = archive(file("smuggled"));
  const tar = archive(
    pax({ size: String(smuggled.length) }),
    header({ name: "././@LongLink", type: "L", size: 5 }),
    padded("long\0"),
    header({ name: "short", size: 0 }),
    padded(smuggled),
    file("next", "n"),
  );
  const fs = await treeOf(tar);
  assert.deepEqual(pathsOf(fs), ["long", "next"]);
  assert.equal(at(fs, "long")?.size, smuggled.length);
  assert.equal(at(fs, "next")?.size, 1);
});

test("extended headers that readers understand differently are refused", async () => {
  await refuses(archive(pax({ path: "a" }), pax({ path: "b" }), header()), "layer/bad-tar");
  await refuses(archive(pax({ path: "a" })), "layer/bad-tar");
  await refuses(archive(pax({ path: "a" }), pax({ comment: "x" }, "g"), header()), "layer/bad-tar");
  await refuses(archive(pax({ size: "512" }, "g"), header()), "layer/bad-tar");
  await refuses(archive(pax({ path: "x" }, "g"), header()), "layer/bad-tar");
  const globalComment = await treeOf(archive(pax({ comment: "commit id" }, "g"), file("a")));
  assert.deepEqual(pathsOf(globalComment), ["a"]);
});

for (const [what, text] of Object.entries({
  "a length that is too large": "99 path=x\n",
  "a length that is too small": "9 path=xyz\n",
  "no length": " path=x\n",
  "a negative length": "-9 path=x\n",
  "a length of zeros": "0000000010 path=abcd\n",
  "no newline": "9 path=xy",
  "no key": "6 =ab\n",
  "no equals sign": "8 pathx\n",
}))
  test(`a PAX record with ${what} is refused`, () => refuses(archive(paxText(text), header()), "layer/bad-tar"));

for (const records of [
  { size: "-1" },
  { size: "1e3" },
  { size: "0x10" },
  { size: "9007199254740993" },
  { mtime: "now" },
  { mtime: "1.2.3" },
  { uid: "1.5" },
])
  test(`the PAX record ${JSON.stringify(records)} is refused`, () =>
    refuses(archive(pax(records), header()), "layer/bad-tar"));

test("a NUL in a name or a link's target is refused", async () => {
  await refuses(archive(pax({ path: "a\0b" }), header()), "layer/bad-entry");
  await refuses(archive(pax({ linkpath: "a\0b" }), header({ type: "2", name: "l" })), "layer/bad-entry");
});

test("an owner that is no 32-bit number is refused", () =>
  refuses(archive(pax({ uid: "4294967296" }), header()), "layer/bad-entry"));

test("names beyond what Linux holds are refused", async () => {
  await refuses(archive(pax({ path: "n".repeat(256) }), header()), "layer/bad-entry");
  await refuses(archive(pax({ path: "a/".repeat(2100) }), header({ type: "5" })), "layer/bad-entry");
  await refuses(archive(pax({ path: "a/".repeat(1100) }), header({ type: "5" })), "layer/bad-entry");
});

test("a header with a wrong checksum, a bad number or a negative size is refused", async () => {
  await refuses(archive(header({ checksum: 1 })), "layer/bad-tar");
  await refuses(archive(header({ patch: new Map([[124, Buffer.from("0000000009\0")]]) })), "layer/bad-tar");
  await refuses(archive(header({ patch: new Map([[124, Buffer.alloc(12, 0xff)]]) })), "layer/bad-tar");
  await refuses(
    archive(header({ patch: new Map([[124, Buffer.from([0x80, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])]]) })),
    "layer/bad-tar",
  );
});

test("an entry that claims 1 TiB, or headers of megabytes, are refused before anything is read", async () => {
  const tebibyte = Buffer.from([0x80, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
  await refuses(archive(header({ patch: new Map([[124, tebibyte]]) })), "layer/too-large");
  await refuses(header({ type: "x", size: 2 ** 30 }), "layer/too-large");
  await refuses(header({ type: "L", size: 2 ** 30 }), "layer/too-large");
});

test("sparse files that are small to send and endless to unpack are refused by their sum, unread", async () => {
  const sparse = (size: number) =>
    Buffer.concat([pax({ "GNU.sparse.size": String(size), "GNU.sparse.map": "" }), header()]);
  const before = process.cpuUsage();
  await refuses(archive(sparse(2 ** 20), sparse(2 ** 32 - 2 ** 19)), "layer/too-large");
  assert.ok(process.cpuUsage(before).user < 1_000_000);
});

test("attributes that are small to send and fill the memory are refused by their sum", async () => {
  const many = Array.from({ length: 70 }, (_, i) =>
    Buffer.concat([pax({ "SCHILY.xattr.user.x": String(i).padEnd(1_000_000, "x") }), header({ name: `f${i}` })]),
  );
  await refuses(archive(...many), "layer/too-large");
  const same = Array.from({ length: 70 }, (_, i) =>
    Buffer.concat([pax({ "SCHILY.xattr.user.x": "x".repeat(1_000_000) }), header({ name: `f${i}` })]),
  );
  assert.equal(pathsOf(await treeOf(archive(...same))).length, 70);
});

for (const [what, map] of Object.entries({
  "overlapping parts": "0,10,5,10",
  "parts out of order": "100,10,0,10",
  "a part beyond the end": "995,20",
  "half a pair": "0,20,30",
  "a part that is not stored": "0,30",
  "a negative length": "0,-20",
}))
  test(`a sparse map with ${what} is refused`, () =>
    refuses(
      archive(pax({ "GNU.sparse.size": "1000", "GNU.sparse.map": map }), file("f", "x".repeat(20))),
      "layer/bad-tar",
    ));

test("a sparse map without end is refused (CVE-2025-58183)", async () => {
  const lines = `${200_000}\n${"0\n0\n".repeat(200)}`;
  const records = { "GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "10" };
  await refuses(archive(pax(records), file("f", lines)), "layer/too-large");
  const endless = Buffer.concat([header({ type: "S", size: 0, patch: new Map([[482, Buffer.from([1])]]) })]);
  const more = Buffer.alloc(512);
  for (let i = 0; i < 21; i++) more.write("00000000000\x0000000000000\0", i * 24, "latin1");
  more[504] = 1;
  await refuses(Buffer.concat([endless, ...Array.from({ length: 5000 }, () => more)]), "layer/too-large");
});

test("an archive that is cut off anywhere but between entries is refused", async () => {
  const whole = Buffer.concat([pax({ path: "long" }), file("a", "content"), file("b", "x".repeat(600))]);
  const clean = [0, 2048, 3584];
  for (let length = 0; length <= whole.length; length += 64)
    if (clean.includes(length)) await treeOf(whole.subarray(0, length));
    else await refuses(whole.subarray(0, length), "layer/bad-tar");
});

test("after the end zeros may follow, as many as there are, and nothing else", async () => {
  await treeOf(Buffer.concat([file("a"), end, Buffer.alloc(10_240 + 100)]));
  await refuses(Buffer.concat([file("a"), end, file("hidden")]), "layer/bad-tar");
  await refuses(Buffer.concat([file("a"), Buffer.alloc(512), file("hidden")]), "layer/bad-tar");
  await refuses(Buffer.concat([file("a"), end, Buffer.from("junk")]), "layer/bad-tar");
});

test("what is no tar at all is refused", () => refuses(Buffer.alloc(4096, "not a tar "), "layer/bad-tar"));

test("entries that no image can hold are refused", async () => {
  for (const type of ["M", "V", "D", "N", "Z"]) await refuses(archive(header({ type })), "layer/unsupported-entry");
});
