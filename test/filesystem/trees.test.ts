import assert from "node:assert/strict";
import { test } from "node:test";
import { DjibError } from "../../src/errors.ts";
import { digestOf } from "../../src/oci/digest.ts";
import type { ImagePath } from "../../src/oci/filesystem/path.ts";
import { treeBuilder } from "../../src/oci/filesystem/tree-builder.ts";
import { flatten } from "../../src/oci/layer/flatten.ts";
import { filesystemContract } from "../contracts/filesystem.ts";
import { archive, directory, file, hardlink, symlink } from "../support/raw-tar.ts";
import { contentOf, sealed, treeOf } from "../support/layers.ts";

const path = (text: string) => text as ImagePath;
const some = { mode: 0o644, uid: 0, gid: 0, mtime: 0 };

filesystemContract("a merged tree", () =>
  treeOf(
    archive(
      directory("z"),
      file("z/\xff", "z/\xff"),
      file("a/file", "a/file"),
      file("gone", "x"),
      symlink("link", "b"),
    ),
    archive(
      file("a.b", "a.b"),
      hardlink("z/other", "a/file"),
      file(".wh.gone"),
      symlink("link", "a"),
      file("a-b", "a-b"),
    ),
  ),
);

filesystemContract("a built tree", async () => {
  const builder = treeBuilder();
  for (const name of ["z/\xff", "a.b", "a/file", "a-b"])
    builder.add(path(name), { ...some, type: "file", size: name.length });
  builder.add(path("link"), { ...some, type: "symlink", target: "a", size: 0 });
  builder.link(path("z/other"), path("a/file"));
  return builder.build(({ path: at }) => [Buffer.from(at, "latin1")]);
});

test("a built tree hands its numbers back when content is opened", async () => {
  const builder = treeBuilder();
  builder.add(path("a/b"), { ...some, type: "file", size: 3 }, 77);
  builder.link(path("c"), path("a/b"));
  const fs = builder.build(({ path: at, offset, size }) => [Buffer.from(`${at} ${offset} ${size}`)]);
  assert.equal(await contentOf(fs, "a/b"), "a/b 77 3");
  assert.equal(await contentOf(fs, "c"), "c 77 3");
});

test("a directory that is described after its files keeps them, and the root may be described", () => {
  const builder = treeBuilder();
  builder.add(path("a/b"), { ...some, type: "file", size: 0 });
  builder.add(path("a"), { ...some, type: "directory", mode: 0o711, size: 0 });
  builder.add(path(""), { ...some, type: "directory", mode: 0o700, size: 0 });
  const fs = builder.build(() => []);
  assert.equal(fs.lstat(path("a"))?.mode, 0o711);
  assert.equal(fs.lstat(path(""))?.mode, 0o700);
  assert.deepEqual(fs.list(path("a")), ["b"]);
});

test("a file below a file and a name given twice are refused", () => {
  const builder = treeBuilder();
  builder.add(path("a"), { ...some, type: "file", size: 0 });
  assert.throws(
    () => builder.add(path("a/b"), { ...some, type: "file", size: 0 }),
    (error) => error instanceof DjibError && error.code === "filesystem/not-a-directory",
  );
  assert.throws(() => builder.add(path("a"), { ...some, type: "file", size: 0 }), /twice/);
  assert.throws(() => builder.link(path("b"), path("missing")), /cannot be a link/);
});

test("a digest may come when the tree is built already", async () => {
  const builder = treeBuilder();
  builder.add(path("a"), { ...some, type: "file", size: 3 });
  const fs = builder.build(() => [Buffer.from("abc")]);
  assert.equal(fs.lstat(path("a"))?.digest, undefined);
  await assert.rejects(sealed(flatten(fs)), /digest/);
  fs.setDigest(path("a"), digestOf("abc"));
  assert.equal(fs.lstat(path("a"))?.digest, digestOf("abc"));
  assert.equal((await sealed(flatten(fs))).index.sealed.entries, 2);
});

test("a hundred thousand files take less than 200 bytes each", () => {
  const before = process.memoryUsage().arrayBuffers;
  const builder = treeBuilder();
  const count = 100_000;
  for (let i = 0; i < count; i++)
    builder.add(path(`node_modules/package-${(i / 100) | 0}/dist/module-number-${i}.js`), {
      ...some,
      type: "file",
      size: i,
    });
  const fs = builder.build(() => []);
  const used = process.memoryUsage().arrayBuffers - before;
  assert.equal(fs.lstat(path("node_modules/package-999/dist/module-number-99999.js"))?.size, 99_999);
  assert.ok(used / count < 200, `${used / count} bytes each`);
});
