import assert from "node:assert/strict";
import { test } from "node:test";
import { DjibError } from "../../src/errors.ts";
import { resolvePath } from "../../src/oci/filesystem/resolve.ts";
import { mergeTree } from "../../src/oci/layer/merge.ts";
import { at, contentOf, layerOf, pathsOf, treeOf } from "../support/layers.ts";
import { archive, directory, file, hardlink, header, pax, symlink } from "../support/raw-tar.ts";

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

test("twenty thousand whiteouts in one directory take no time", async () => {
  const blocks: Buffer[] = [];
  for (let i = 0; i < 20_000; i++) blocks.push(header({ name: `d/${i.toString(36)}` }));
  const lower = await layerOf(archive(...blocks));
  const upper = await layerOf(archive(...blocks.map((_, i) => header({ name: `d/.wh.${i.toString(36)}` }))));
  const before = process.cpuUsage();
  assert.deepEqual(pathsOf(mergeTree([lower, upper])), ["d"]);
  assert.ok(process.cpuUsage(before).user < 1_500_000);
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
