import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import fc from "fast-check";
import { restampByteCode, sourceOf } from "../../src/build/times/bytecode.ts";
import { stampTimes } from "../../src/build/times/times.ts";
import { digestOf } from "../../src/oci/digest.ts";
import type { ImagePath } from "../../src/oci/filesystem/path.ts";
import { walk } from "../../src/oci/filesystem/walk.ts";
import type { Entry, FileEntry } from "../../src/oci/layer/changeset.ts";
import { entryOf } from "../../src/oci/layer/entry-of.ts";
import { mergeTree } from "../../src/oci/layer/merge.ts";
import { changeset, collect } from "../support/layers.ts";
import { open } from "../context/project.ts";

const facts = { writtenSince: -Infinity, base: mergeTree([]) };
const python = (args: readonly string[], cwd: string): string =>
  execFileSync("python3", args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"] },
  });

/** A package with byte code of every kind, in a directory that is removed. */
function project(): string {
  const root = mkdtempSync(path.join(os.tmpdir(), "djib-pyc-"));
  after(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(path.join(root, "shop/views"), { recursive: true });
  for (const name of ["__init__", "models", "Zeta", "urls", "views/__init__", "views/cart"])
    writeFileSync(path.join(root, "shop", `${name}.py`), `NAME = ${JSON.stringify(name)}\n`);
  writeFileSync(path.join(root, "legacy.py"), "OLD = 1\n");
  python(["-m", "compileall", "-q", "shop"], root);
  python(["-O", "-m", "compileall", "-q", "shop"], root);
  python(["-m", "compileall", "-q", "-b", "legacy.py"], root);
  return root;
}

async function stampedFiles(root: string): Promise<Map<string, { bytes: Buffer; mtime: number }>> {
  const context = await open(root);
  const entries: Entry[] = [];
  for (const [at, stat] of walk(context)) if (at !== "") entries.push(entryOf(context, at, stat));
  const files = new Map<string, { bytes: Buffer; mtime: number }>();
  for await (const entry of stampTimes(changeset(entries), "content", facts).entries()) {
    if (entry.type !== "file") continue;
    const bytes = Buffer.concat((await collect(entry.content.open())).map((part) => Buffer.from(part)));
    assert.equal(digestOf(bytes), entry.content.digest, entry.path);
    assert.equal(bytes.length, entry.content.size);
    files.set(entry.path, { bytes, mtime: entry.mtime });
  }
  return files;
}

function writeAll(files: ReadonlyMap<string, { bytes: Buffer; mtime: number }>): string {
  const root = mkdtempSync(path.join(os.tmpdir(), "djib-pyc-"));
  after(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, { bytes, mtime }] of files) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    utimesSync(file, mtime, mtime);
  }
  return root;
}

/** Which of our modules Python read from byte code and which it compiled. */
function imported(root: string, flags: readonly string[] = []): { read: string[]; compiled: string[] } {
  const code = "import shop, shop.models, shop.Zeta, shop.urls, shop.views.cart";
  const { PATH } = process.env;
  const script = `import sys, subprocess; r = subprocess.run([sys.executable, *sys.argv[1:], "-v", "-B", "-c", ${JSON.stringify(code)}], capture_output=True, text=True); print(r.stderr)`;
  const said = execFileSync("python3", ["-c", script, ...flags], { cwd: root, encoding: "utf8", env: { PATH } });
  const files = Array.from(said.matchAll(/^# code object from '?(.+?)'?$/gm), ([, name = ""]) => name);
  const ours = files.filter((name) => name.includes("/shop/"));
  return { read: ours.filter((name) => name.endsWith(".pyc")), compiled: ours.filter((name) => name.endsWith(".py")) };
}

describe("byte code follows its source", () => {
  it("so that python reads every .pyc and compiles none", async () => {
    const root = writeAll(await stampedFiles(project()));
    for (const flags of [[], ["-O"]]) {
      const { read, compiled } = imported(root, flags);
      assert.deepEqual(compiled, []);
      assert.equal(read.length, 6, read.join("\n"));
    }
  });

  it("and without it python would compile every one", async () => {
    const from = project();
    const files = await stampedFiles(from);
    const context = await open(from);
    for (const [name, file] of files)
      if (name.endsWith(".pyc"))
        files.set(name, {
          ...file,
          bytes: Buffer.concat((await collect(context.read(name as ImagePath))).map((part) => Buffer.from(part))),
        });
    assert.equal(imported(writeAll(files)).compiled.length, 6);
  });

  it("beside the source too, as compileall -b writes it", async () => {
    const files = await stampedFiles(project());
    assert.equal(files.get("legacy.pyc")?.bytes.readUInt32LE(8), files.get("legacy.py")?.mtime);
  });

  it("but what was stale, unchecked, checked by hash or without a source is left alone", async () => {
    const root = project();
    writeFileSync(path.join(root, "shop/models.py"), "NAME = 'changed since'\n");
    python(["-m", "compileall", "-q", "-f", "--invalidation-mode", "unchecked-hash", "shop/urls.py"], root);
    python(["-m", "compileall", "-q", "-f", "--invalidation-mode", "checked-hash", "shop/Zeta.py"], root);
    rmSync(path.join(root, "shop/views/cart.py"));
    const before = await open(root);
    const files = await stampedFiles(root);
    const left = [...files].filter(([name]) => /pycache.*\/(models|urls|Zeta|cart)\.cpython-\d+\.pyc$/.test(name));
    assert.equal(left.length, 4);
    for (const [name, { bytes }] of left) assert.equal(digestOf(bytes), before.lstat(name as ImagePath)?.digest, name);
  });
});

describe("the source of byte code", () => {
  const sources: readonly (readonly [string, string | undefined])[] = [
    ["a/__pycache__/x.cpython-311.pyc", "a/x.py"],
    ["__pycache__/x.cpython-311.opt-2.pyc", "x.py"],
    ["a/__pycache__/x.y.cpython-311.pyc", "a/x.y.py"],
    ["a/__pycache__/x.pyc", undefined],
    ["a/x.pyc", "a/x.py"],
    ["x.pyc", "x.py"],
  ];
  for (const [code, source] of sources) it(`of ${code}`, () => assert.equal(sourceOf(code as ImagePath), source));
});

it("any bytes are either left alone or differ in the four bytes of the time, however they come", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 40 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      async (random, isValid, chunk) => {
        const bytes = Buffer.from(random);
        if (isValid && bytes.length >= 16) bytes.set([0, 0, 0, 0, 7, 0, 0, 0, 9, 0, 0, 0], 4);
        const parts = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, i) =>
          bytes.subarray(i * chunk, (i + 1) * chunk),
        );
        const content = { size: bytes.length, digest: digestOf(bytes), open: () => parts };
        const entry: FileEntry = {
          type: "file",
          path: "x.pyc" as ImagePath,
          mode: 0,
          uid: 0,
          gid: 0,
          mtime: 0,
          content,
        };
        const times = { before: 7, after: 0x01020304, size: 9 };
        const result = await restampByteCode(entry, (path) => (path === "x.py" ? times : undefined));
        const made = Buffer.concat((await collect(result.open())).map((part) => Buffer.from(part)));
        assert.equal(digestOf(made), result.digest);
        if (isValid && bytes.length >= 16) bytes.set([4, 3, 2, 1], 8);
        assert.deepEqual(made, bytes);
      },
    ),
  );
});
