import assert from "node:assert/strict";
import { test } from "node:test";
import { DjibError } from "../../src/errors.ts";
import { resolvePath } from "../../src/oci/filesystem/resolve.ts";
import { mergeTree } from "../../src/oci/layer/merge.ts";
import { at, contentOf, layerOf, pathsOf, treeOf } from "../support/layers.ts";
import { archive, directory, end, file, hardlink, header, padded, pax, paxText, symlink } from "../support/raw-tar.ts";

/** One message of what and why, with a code, never a crash. */
const refused = (code: string) => (error: unknown) => error instanceof DjibError && error.code === code;
const refuses = (tar: Buffer, code: string) => assert.rejects(treeOf(tar), refused(code));

test("a name of ../x or /x stays inside the image (CVE-2026-28406)", async () => {
  const fs = await treeOf(
    archive(file("../../etc/cron.d/x", "1"), file("/abs", "2"), file("a/../../b", "3"), file("./c/.//d", "4")),
  );
  assert.deepEqual(pathsOf(fs), ["abs", "b", "c", "c/d", "etc", "etc/cron.d", "etc/cron.d/x"]);
});

test("a parent that is a symlink of the same layer is followed beneath the root (CVE-2021-29136)", async () => {
  const fs = await treeOf(
    archive(
      symlink("up", "../../.."),
      file("up/tmp/x"),
      symlink("abs", "/var"),
      file("abs/y"),
      symlink("here", "/."),
      file("here/z"),
    ),
  );
  assert.deepEqual(pathsOf(fs), ["abs", "here", "tmp", "tmp/x", "up", "var", "var/y", "z"]);
});

test("a parent that is a symlink of a lower layer gives way to a directory, as in an overlay", async () => {
  const fs = await treeOf(archive(directory("usr/lib"), symlink("lib", "usr/lib")), archive(file("lib/x")));
  assert.equal(at(fs, "lib")?.type, "directory");
  assert.deepEqual(pathsOf(fs), ["lib", "lib/x", "usr", "usr/lib"]);
});

test("symlinks in a circle as a parent are refused", () =>
  refuses(archive(symlink("a", "b"), symlink("b", "a"), file("a/x")), "layer/bad-entry"));

test("links that nest deeper than any path may be are refused", async () => {
  const deep = Array.from({ length: 900 }, () => "d").join("/");
  const more = Array.from({ length: 900 }, () => "e").join("/");
  const long = (records: Record<string, string>, block: Buffer) => Buffer.concat([pax(records), block]);
  await refuses(
    archive(
      long({ path: `${deep}/` }, header({ type: "5" })),
      long({ linkpath: deep }, header({ name: "s", type: "2" })),
      long({ path: `s/${more}/x` }, header({})),
    ),
    "layer/bad-entry",
  );
});

test("a hard link to what is not there, to a directory or outside is refused (CVE-2026-24842)", async () => {
  await refuses(archive(hardlink("a", "missing")), "layer/bad-entry");
  await refuses(archive(directory("d"), hardlink("a", "d")), "layer/bad-entry");
  await refuses(archive(hardlink("a", "../../../etc/passwd")), "layer/bad-entry");
  await refuses(archive(hardlink("a", "")), "layer/bad-entry");
  await refuses(archive(hardlink("d", "d/x"), directory("d")), "layer/bad-entry");
});

test("a hard link's target is taken from the image's root, whatever directory the link is in (CVE-2026-23745)", async () => {
  const fs = await treeOf(archive(file("x", "root"), file("d/x", "d"), hardlink("d/y", "x")));
  assert.equal(await contentOf(fs, "d/y"), "root");
  assert.equal(at(fs, "x")?.inode, at(fs, "d/y")?.inode);
});

test("a hard link that would replace the directory its target is in is refused, not left counting wrong", () =>
  refuses(archive(directory("d"), file("d/x"), hardlink("d", "d/x")), "layer/bad-entry"));

test("names that differ in case or Unicode form alone are two files (CVE-2026-23950)", async () => {
  const nfc = Buffer.from("é").toString("latin1");
  const nfd = Buffer.from("e\u0301").toString("latin1");
  const fs = await treeOf(archive(file("README", "1"), file("readme", "2"), file(nfc, "3"), file(nfd, "4")));
  assert.equal(pathsOf(fs).length, 4);
  assert.equal(await contentOf(fs, "README"), "1");
  assert.equal(await contentOf(fs, nfd), "4");
});

for (const name of [".wh.", ".wh..", ".wh...", "d/.wh.", "d/.wh..", "d/.wh...", "d/.wh.x/y"])
  test(`the whiteout ${name} is refused`, () => refuses(archive(file(name)), "layer/bad-entry"));

test("whiteouts remove exactly what they name, below and never in their own layer", async () => {
  const lower = archive(file("wh"), file(".wh"), file("a/x"), file("ab"), file("keep"));
  const fs = await treeOf(
    lower,
    archive(file(".wh.wh"), file(".wh.a"), file(".wh.missing"), file("a"), file(".wh.ab"), file("ab", "new")),
  );
  assert.deepEqual(pathsOf(fs), [".wh", "a", "ab", "keep"]);
  assert.equal(at(fs, "a")?.type, "file");
  assert.equal(await contentOf(fs, "ab"), "new");
});

test("a whiteout with a path through .. removes nothing outside the image", async () => {
  const fs = await treeOf(archive(file("etc/x"), file("y")), archive(file("../etc/.wh.x")));
  assert.deepEqual(pathsOf(fs), ["etc", "y"]);
});

test("a whiteout does not follow links", async () => {
  const fs = await treeOf(archive(file("real/x"), symlink("link", "real")), archive(file("link/.wh.x")));
  assert.equal(at(fs, "real/x")?.type, "file");
});

test("an opaque marker at the end of a layer empties what was below it and nothing of its own layer", async () => {
  const lower = archive(file("d/old"), file("d/s/old"), file("other"));
  const expected = ["d", "d/new", "d/s", "d/s/new", "other"];
  const entries = [directory("d"), file("d/new"), file("d/s/new")];
  const opaque = file("d/.wh..wh..opq");
  assert.deepEqual(pathsOf(await treeOf(lower, archive(...entries, opaque))), expected);
  assert.deepEqual(pathsOf(await treeOf(lower, archive(opaque, ...entries))), expected);
});

test("an opaque marker for a directory that does not exist does nothing, at the root it empties all", async () => {
  assert.deepEqual(pathsOf(await treeOf(archive(file("a")), archive(file("no/.wh..wh..opq")))), ["a"]);
  assert.deepEqual(pathsOf(await treeOf(archive(file("a")), archive(file(".wh..wh..opq"), file("b")))), ["b"]);
});

test("AUFS's own files in old layers are passed over", async () => {
  assert.deepEqual(pathsOf(await treeOf(archive(file(".wh..wh.aufs"), file(".wh..wh.plnk/1.2", "x"), file("a")))), [
    "a",
  ]);
});

test("whiteout of one name of a file keeps its other name", async () => {
  const lower = archive(file("a", "text"), hardlink("b", "a"));
  const fs = await treeOf(lower, archive(file(".wh.a")));
  assert.equal(await contentOf(fs, "b"), "text");
  assert.equal(at(fs, "b")?.links, 1);
});

test("a link may be to a file of a lower layer; replacing that later leaves the link's file alone", async () => {
  const fs = await treeOf(archive(file("a", "old")), archive(hardlink("b", "a")), archive(file("a", "new")));
  assert.equal(await contentOf(fs, "b"), "old");
  assert.equal(await contentOf(fs, "a"), "new");
});

test("an entry below a file of its own layer is refused; a lower layer's file gives way", async () => {
  await refuses(archive(file("a"), file("a/b")), "layer/bad-entry");
  assert.deepEqual(pathsOf(await treeOf(archive(file("a")), archive(file("a/b")))), ["a", "a/b"]);
});

test("of a name that comes twice the last counts, with the right content", async () => {
  const fs = await treeOf(archive(file("a", "one"), directory("d"), file("d/x"), file("a", "two"), file("d", "three")));
  assert.deepEqual(pathsOf(fs), ["a", "d"]);
  assert.equal(await contentOf(fs, "a"), "two");
  assert.equal(await contentOf(fs, "d"), "three");
});

test("the root may be described, and may be nothing but a directory", async () => {
  const fs = await treeOf(archive(directory(".", 0o700), file("./a")));
  assert.equal(at(fs, "/")?.mode, 0o700);
  for (const name of [".", "/", "..", "a/.."]) await refuses(archive(file(name)), "layer/bad-entry");
  await refuses(archive(symlink(".", "/etc")), "layer/bad-entry");
});

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
  const started = performance.now();
  await refuses(archive(sparse(2 ** 20), sparse(2 ** 32 - 2 ** 19)), "layer/too-large");
  assert.ok(performance.now() - started < 2000);
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

test("twenty thousand whiteouts in one directory take no time", async () => {
  const blocks: Buffer[] = [];
  for (let i = 0; i < 20_000; i++) blocks.push(header({ name: `d/${i.toString(36)}` }));
  const lower = await layerOf(archive(...blocks));
  const upper = await layerOf(archive(...blocks.map((_, i) => header({ name: `d/.wh.${i.toString(36)}` }))));
  const started = performance.now();
  assert.deepEqual(pathsOf(mergeTree([lower, upper])), ["d"]);
  assert.ok(performance.now() - started < 2000);
});

test("paths are resolved beneath the image's root, 40 links deep and no more (CVE-2024-9676)", async () => {
  const links = Array.from({ length: 42 }, (_, i) => symlink(`l${i}`, `l${i + 1}`));
  const fs = await treeOf(
    archive(
      symlink("etc/passwd", "../../../../../host"),
      symlink("abs", "/etc"),
      file("host", "mine"),
      ...links,
      file("l42"),
    ),
  );
  assert.equal(resolvePath(fs, "abs/passwd").path, "host");
  assert.equal(resolvePath(fs, "abs/passwd", { followLast: false }).path, "etc/passwd");
  assert.equal(resolvePath(fs, "l2").path, "l42");
  assert.throws(() => resolvePath(fs, "l1"), refused("filesystem/too-many-links"));
  assert.throws(() => resolvePath(fs, "host/x"), refused("filesystem/not-a-directory"));
});
