import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DjibError } from "../../src/errors.ts";
import type { Entry } from "../../src/oci/layer/changeset.ts";
import { changesFromTar } from "../../src/oci/layer/changes-from-tar.ts";
import { changesOf } from "../../src/oci/layer/changes-of.ts";
import { collect, inChunks, layerOf, sealed } from "../support/layers.ts";
import { archive, directory, file, hardlink, pax, symlink } from "../support/raw-tar.ts";

const scratch = mkdtempSync(join(tmpdir(), "djib-spool-"));
after(() => rmSync(scratch, { recursive: true }));

async function* slowly(tar: Buffer) {
  yield* inChunks(tar, 1000);
}

const shown = (entries: readonly Entry[]) =>
  entries.map((entry) => `${entry.type} ${entry.path}${"target" in entry ? ` ${entry.target}` : ""}`);

/** As GNU tar gives it: any order, "./" in front, a hard link before the name that sorts first. */
const tar = archive(
  directory("."),
  file("./z", "linked"),
  hardlink("./b/a", "./z"),
  file("./b/.wh.gone"),
  directory("./b"),
  symlink("./a", "b"),
  file("./b/.wh..wh..opq"),
  file("./big", "x".repeat(100_000)),
  hardlink("./y", "./b/a"),
);

test("a tar in any order becomes entries in order; the first name of a file has its content", async () => {
  await using changes = await changesFromTar(slowly(tar), join(scratch, "one"));
  const entries = await collect(changes.entries());
  assert.deepEqual(shown(entries), [
    "directory ",
    "symlink a b",
    "directory b",
    "opaque b",
    "file b/a",
    "whiteout b/gone",
    "file big",
    "hardlink y b/a",
    "hardlink z b/a",
  ]);
});

test("content can be opened again, until the changeset is disposed of and its file is gone", async () => {
  const spool = join(scratch, "two");
  {
    await using changes = await changesFromTar(slowly(tar), spool);
    const one = await sealed(changes);
    assert.deepEqual((await sealed(changes)).tar, one.tar);
  }
  assert.equal(existsSync(spool), false);
});

test("a tar that cannot be read leaves no file", async () => {
  const before = readdirSync(scratch);
  await assert.rejects(
    changesFromTar(slowly(tar.subarray(0, 1500)), join(scratch, "three")),
    (error) => error instanceof DjibError && error.code === "layer/bad-tar",
  );
  assert.deepEqual(readdirSync(scratch), before);
});

test("a spool that is there already is not overwritten", async () => {
  const spool = join(scratch, "four");
  await using _changes = await changesFromTar(slowly(tar), spool);
  await assert.rejects(changesFromTar(slowly(tar), spool), { code: "EEXIST" });
  assert.equal(existsSync(spool), true);
});

test("a whiteout beside a directory of its name means that nothing below it stays", async () => {
  const { index, openRange } = await layerOf(
    archive(directory("d"), file("d/x"), file(".wh.d"), file("f"), file(".wh.f")),
  );
  const entries = [...(changesOf(index, openRange).entries() as Iterable<Entry>)];
  assert.deepEqual(shown(entries), ["directory d", "opaque d", "file d/x", "file f"]);
});

test("of a name that comes twice the last is kept", async () => {
  const { index, openRange } = await layerOf(archive(file("a", "one"), file("b"), file("a", "two!")));
  const { tar: tidy } = await sealed(changesOf(index, openRange));
  assert.ok(tidy.includes("two!") && !tidy.includes("one"));
});

test("a hard link to a file of another layer cannot become a changeset, and that is said", async () => {
  const { index, openRange } = await layerOf(archive(hardlink("b", "a")));
  await assert.rejects(
    sealed(changesOf(index, openRange)),
    (error) => error instanceof DjibError && error.code === "layer/bad-entry",
  );
  const circle = await layerOf(archive(hardlink("a", "b"), hardlink("b", "a")));
  await assert.rejects(
    sealed(changesOf(circle.index, circle.openRange)),
    (error) => error instanceof DjibError && error.code === "layer/bad-entry",
  );
});

test("an entry through a link of its own layer cannot become a changeset, and that is said", async () => {
  const { index, openRange } = await layerOf(archive(directory("d"), symlink("l", "d"), file("l/x")));
  await assert.rejects(
    sealed(changesOf(index, openRange)),
    (error) => error instanceof DjibError && error.code === "layer/bad-entry",
  );
});

test("a whiteout of a directory that files of the same layer are in again is an opaque directory or refused", async () => {
  const { index, openRange } = await layerOf(archive(file(".wh.d"), file("d/x")));
  await assert.rejects(
    sealed(changesOf(index, openRange)),
    (error) => error instanceof DjibError && error.code === "layer/bad-entry",
  );
});

test("libarchive's attributes are read, star's come first", async () => {
  const records = {
    "LIBARCHIVE.xattr.user.a%20b": Buffer.from([0, 255]).toString("base64"),
    "SCHILY.xattr.user.c": "star",
    "LIBARCHIVE.xattr.user.c": Buffer.from("other").toString("base64"),
  };
  const { index } = await layerOf(archive(Buffer.concat([pax(records), file("a")])));
  assert.deepEqual(
    [...index.nodes.xattrs(0)!],
    [
      ["user.a b", Buffer.from([0, 255])],
      ["user.c", Buffer.from("star")],
    ],
  );
});
