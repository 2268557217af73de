import assert from "node:assert/strict";
import { test } from "node:test";
import { DjibError } from "../../src/errors.ts";
import type { Filesystem } from "../../src/oci/filesystem/filesystem.ts";
import { type ImagePath, root } from "../../src/oci/filesystem/path.ts";
import { walk } from "../../src/oci/filesystem/walk.ts";
import { collect } from "../support/layers.ts";

const path = (text: string) => text as ImagePath;

/** Every implementation of `Filesystem` keeps this. */
export function filesystemContract(name: string, make: () => Promise<Filesystem>): void {
  namesContract(name, make);
  filesContract(name, make);
}

function namesContract(name: string, make: () => Promise<Filesystem>): void {
  test(`${name}: the root is a directory that always exists`, async () => {
    const fs = await make();
    assert.equal(fs.lstat(root)?.type, "directory");
    assert.deepEqual(fs.list(root), ["a", "a-b", "a.b", "link", "z"]);
  });

  test(`${name}: names are listed in byte order, and a walk puts a directory before what it holds`, async () => {
    const fs = await make();
    assert.deepEqual(fs.list(path("z")), ["other", "\xff"]);
    assert.deepEqual(
      [...walk(fs)].map(([at]) => at),
      ["", "a", "a/file", "a-b", "a.b", "link", "z", "z/other", "z/\xff"],
    );
  });

  test(`${name}: a walk begins where it is told and stays out of what it is told`, async () => {
    const fs = await make();
    assert.deepEqual(
      [...walk(fs, path("z"))].map(([at]) => at),
      ["z", "z/other", "z/\xff"],
    );
    assert.deepEqual(
      [...walk(fs, path("link"))].map(([at]) => at),
      ["link"],
    );
    assert.deepEqual([...walk(fs, path("missing"))], []);
    assert.deepEqual(
      [...walk(fs, root, (at) => at !== "a")].map(([at]) => at),
      ["", "a", "a-b", "a.b", "link", "z", "z/other", "z/\xff"],
    );
  });

  test(`${name}: what is not there, or below what is no directory, is undefined and lists nothing`, async () => {
    const fs = await make();
    for (const missing of ["b", "a/b", "a/file/x", "link/file", "missing/x/y", "__proto__"]) {
      assert.equal(fs.lstat(path(missing)), undefined, missing);
      assert.deepEqual(fs.list(path(missing)), [], missing);
    }
    assert.deepEqual(fs.list(path("a/file")), []);
  });
}

function filesContract(name: string, make: () => Promise<Filesystem>): void {
  test(`${name}: symlinks are not followed`, async () => {
    const fs = await make();
    assert.equal(fs.lstat(path("link"))?.type, "symlink");
    assert.equal(fs.lstat(path("link"))?.target, "a");
    assert.deepEqual(fs.list(path("link")), []);
  });

  test(`${name}: content is read again and again; what is no file rejects`, async () => {
    const fs = await make();
    for (let i = 0; i < 2; i++) assert.equal(String(Buffer.concat(await collect(fs.read(path("a/file"))))), "a/file");
    for (const wrong of ["a", "link", "missing", ""])
      await assert.rejects(
        async () => collect(fs.read(path(wrong))),
        (error) => error instanceof DjibError && error.code === "filesystem/not-a-file",
      );
  });

  test(`${name}: hard links are one inode with as many links, directories count as on Linux`, async () => {
    const fs = await make();
    const stat = fs.lstat(path("a/file"));
    assert.deepEqual(fs.lstat(path("z/other")), stat);
    assert.equal(stat?.links, 2);
    assert.equal(fs.lstat(path("a.b"))?.links, 1);
    assert.equal(fs.lstat(path("a"))?.links, 2);
    assert.equal(fs.lstat(root)?.links, 4);
    const inodes = [...walk(fs)].map(([, one]) => one.inode);
    assert.equal(new Set(inodes).size, inodes.length - 1);
  });
}
