import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import { extract } from "tar-stream";
import { DjibError } from "../../src/errors.ts";
import { digestOf } from "../../src/oci/digest.ts";
import type { ImagePath } from "../../src/oci/filesystem/path.ts";
import type { Entry } from "../../src/oci/layer/changeset.ts";
import { mapEntries } from "../../src/oci/layer/map-entries.ts";
import { changeset, directoryEntry, fileEntry, sealed } from "../support/layers.ts";

const path = (text: string) => text as ImagePath;
const some = { mode: 0o640, uid: 1, gid: 2, mtime: 1_700_000_000 };
const refused = (code: string) => (error: unknown) => error instanceof DjibError && error.code === code;

/** One of everything that a layer can hold and a tar header cannot always say. */
const everything: Entry[] = [
  directoryEntry("", { mtime: 5 }),
  directoryEntry("a"),
  { type: "opaque", path: path("a") },
  fileEntry("a/file", "content", some),
  { ...some, type: "hardlink", path: path("a/link"), target: path("a/file") },
  { ...some, type: "symlink", path: path("a/sym"), target: "../t".repeat(60) },
  { ...some, type: "character", path: path("c"), device: { major: 1, minor: 3 } },
  { ...some, type: "fifo", path: path("fifo"), mtime: -1 },
  { type: "whiteout", path: path("gone") },
  {
    ...(fileEntry("n".repeat(200), "x", { ...some, uid: 5_000_000 }) as Entry & { type: "file" }),
    xattrs: new Map([
      ["security.capability", Buffer.from([1, 0, 10, 255, 61])],
      ["user.a", Buffer.from("b")],
    ]),
  },
  directoryEntry(`p${"q".repeat(90)}`),
  directoryEntry(`p${"q".repeat(90)}/${"r".repeat(90)}`),
  fileEntry("\xc3\xa9", "\xc3\xa9"),
  fileEntry("\xe9\xff", "bytes"),
];

/** It changes if the form does in which layers are written, and then every layer is pushed anew: never by accident. */
test("a layer of everything has the same digest on every machine, for ever", async () => {
  const { index } = await sealed(changeset(everything));
  assert.deepEqual(index.sealed, {
    diffId: "sha256:ae6d3db97500a1897b650fb10a8dd647b945de9d3ffd9138ed644e50d075b46f",
    size: 15_360,
    contentDigest: "sha256:9d6def20c2c6a68f5b63cb20a77aaccf57a8532ab36d047e9e6b6fa8253cbfde",
    entries: 14,
  });
});

test("a layer of nothing is the two blocks that every builder writes", async () => {
  const { tar, index } = await sealed(changeset([]));
  assert.equal(tar.length, 1024);
  // The digest that image tools know as the empty layer's.
  assert.equal(index.sealed.diffId, "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");
  assert.equal(index.sealed.entries, 0);
});

test("times change a layer's digest and not the digest of its content", async () => {
  const one = await sealed(changeset([fileEntry("a", "x", { mtime: 1 })]));
  const other = await sealed(changeset([fileEntry("a", "x", { mtime: 2 })]));
  assert.notEqual(one.index.sealed.diffId, other.index.sealed.diffId);
  assert.equal(one.index.sealed.contentDigest, other.index.sealed.contentDigest);
  for (const changed of [
    fileEntry("a", "y"),
    fileEntry("b", "x"),
    fileEntry("a", "x", { mode: 0o600 }),
    fileEntry("a", "x", { gid: 1 }),
  ])
    assert.notEqual((await sealed(changeset([changed]))).index.sealed.contentDigest, one.index.sealed.contentDigest);
});

test("Python's tarfile reads a sealed layer as it was meant", async () => {
  const scratch = mkdtempSync(join(tmpdir(), "djib-seal-"));
  try {
    writeFileSync(join(scratch, "layer.tar"), (await sealed(changeset(everything))).tar);
    const program = `
import tarfile, json, sys
for m in tarfile.open(sys.argv[1], errors="surrogateescape"):
    x = {k: v.encode("utf-8", "surrogateescape").hex() for k, v in m.pax_headers.items() if "xattr" in k}
    print(json.dumps([m.name.encode("utf-8", "surrogateescape").decode("latin1"), m.type.decode(), m.mode, m.uid, m.gid, m.mtime, m.size, m.linkname, m.devmajor, m.devminor, sorted(x)]))`;
    const lines = execFileSync("python3", ["-c", program, join(scratch, "layer.tar")], {
      env: { PATH: process.env["PATH"], LC_ALL: "C.UTF-8" },
    });
    const read = lines
      .toString()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown[]);
    assert.deepEqual(read, [
      [".", "5", 0o755, 0, 0, 5, 0, "", 0, 0, []],
      ["a", "5", 0o755, 0, 0, 0, 0, "", 0, 0, []],
      ["a/.wh..wh..opq", "0", 0, 0, 0, 0, 0, "", 0, 0, []],
      ["a/file", "0", 0o640, 1, 2, some.mtime, 7, "", 0, 0, []],
      ["a/link", "1", 0o640, 1, 2, some.mtime, 0, "a/file", 0, 0, []],
      ["a/sym", "2", 0o640, 1, 2, some.mtime, 0, "../t".repeat(60), 0, 0, []],
      ["c", "3", 0o640, 1, 2, some.mtime, 0, "", 1, 3, []],
      ["fifo", "6", 0o640, 1, 2, -1, 0, "", 0, 0, []],
      [".wh.gone", "0", 0, 0, 0, 0, 0, "", 0, 0, []],
      [
        "n".repeat(200),
        "0",
        0o640,
        5_000_000,
        2,
        some.mtime,
        1,
        "",
        0,
        0,
        ["SCHILY.xattr.security.capability", "SCHILY.xattr.user.a"],
      ],
      [`p${"q".repeat(90)}`, "5", 0o755, 0, 0, 0, 0, "", 0, 0, []],
      [`p${"q".repeat(90)}/${"r".repeat(90)}`, "5", 0o755, 0, 0, 0, 0, "", 0, 0, []],
      ["\xc3\xa9", "0", 0o644, 0, 0, 0, 2, "", 0, 0, []],
      ["\xe9\xff", "0", 0o644, 0, 0, 0, 5, "", 0, 0, []],
    ]);
  } finally {
    rmSync(scratch, { recursive: true });
  }
});

test("tar-stream reads a sealed layer's ordinary entries as they were meant", async () => {
  const { tar } = await sealed(
    changeset(
      everything.filter((entry) => !("xattrs" in entry) && !/[^\0-\x7f]/.test(entry.path) && entry.type !== "fifo"),
    ),
  );
  const read: unknown[] = [];
  for await (const entry of Readable.from([tar]).pipe(extract())) {
    const { name, type, mode, uid, gid, mtime, size, linkname } = entry.header;
    read.push([name, type, mode, uid, gid, mtime?.getTime(), size, linkname ?? ""]);
    entry.resume();
  }
  const ms = some.mtime * 1000;
  assert.deepEqual(read.slice(1, 6), [
    ["a/", "directory", 0o755, 0, 0, 0, 0, ""],
    ["a/.wh..wh..opq", "file", 0, 0, 0, 0, 0, ""],
    ["a/file", "file", 0o640, 1, 2, ms, 7, ""],
    ["a/link", "link", 0o640, 1, 2, ms, 0, "a/file"],
    ["a/sym", "symlink", 0o640, 1, 2, ms, 0, "../t".repeat(60)],
  ]);
  assert.equal(read.length, 10);
});

test("content that is not what was promised is told, naming the file", async () => {
  const promised = fileEntry("app/models.py", "abc") as Entry & { type: "file" };
  for (const actual of ["ab", "abcd", "abd", ""]) {
    const entry = { ...promised, content: { ...promised.content, open: () => [Buffer.from(actual)] } };
    await assert.rejects(
      sealed(changeset([entry])),
      (error: Error) => refused("layer/changed-content")(error) && error.message.includes("/app/models.py"),
    );
  }
});

test("content may come in pieces of any size, at once or in time", async () => {
  const content = Buffer.alloc(3_000_000, "0123456789");
  const whole = fileEntry("big", content.toString("latin1")) as Entry & { type: "file" };
  const { digest, size } = whole.content;
  async function* slowly() {
    for (let at = 0; at < size; at += 99_991) yield content.subarray(at, at + 99_991);
  }
  const one = await sealed(changeset([whole]));
  const other = await sealed(changeset([{ ...whole, content: { digest, size, open: slowly } }]));
  assert.equal(digest, digestOf(content));
  assert.deepEqual(other.index.sealed, one.index.sealed);
});

test("a file that would be read as a whiteout is refused", async () => {
  for (const name of [".wh.x", "a/.wh..wh..opq", ".wh.d/x"])
    await assert.rejects(sealed(changeset([fileEntry(name)])), refused("layer/reserved-name"));
  await sealed(changeset([fileEntry("x.wh."), fileEntry("y.wh.z")]));
});

test("a device number that no header holds is refused", async () => {
  const device: Entry = { ...some, type: "block", path: path("b"), device: { major: 8, minor: 2 ** 21 } };
  await assert.rejects(sealed(changeset([device])), refused("layer/bad-entry"));
});

for (const [what, entries] of Object.entries<Entry[]>({
  "paths out of order": [fileEntry("b"), fileEntry("a")],
  "a file of a directory after the next name": [directoryEntry("a"), fileEntry("a.b"), fileEntry("a/b")],
  "a path twice": [fileEntry("a"), fileEntry("a")],
  "a link to what was not made": [{ ...some, type: "hardlink", path: path("b"), target: path("a") }],
  "a link to what comes later": [{ ...some, type: "hardlink", path: path("a"), target: path("b") }, fileEntry("b")],
  "a link to a link": [
    fileEntry("a"),
    { ...some, type: "hardlink", path: path("b"), target: path("a") },
    { ...some, type: "hardlink", path: path("c"), target: path("b") },
  ],
  "a link to a directory": [directoryEntry("a"), { ...some, type: "hardlink", path: path("b"), target: path("a") }],
  "something below a file": [fileEntry("a"), fileEntry("a/b")],
  "something below a whiteout": [{ type: "whiteout", path: path("a") }, fileEntry("a/b")],
  "an opaque marker twice": [
    directoryEntry("a"),
    { type: "opaque", path: path("a") },
    { type: "opaque", path: path("a") },
  ],
}))
  test(`a changeset with ${what} breaks its contract and is a bug`, async () => {
    await assert.rejects(sealed(changeset(entries)), (error) => !(error instanceof DjibError));
  });

test("entries can be changed and left out on the way, and disposing reaches the source", async () => {
  let disposed = 0;
  const source = {
    entries: () => [fileEntry("a"), fileEntry("b")],
    [Symbol.asyncDispose]: async () => void disposed++,
  };
  {
    await using mapped = mapEntries(
      source,
      (entry) => (entry.path === "a" ? undefined : { ...entry, mtime: 9 }) as Entry,
    );
    const { index } = await sealed(mapped);
    assert.equal(index.sealed.entries, 1);
    assert.equal(index.nodes.metadata(0).mtime, 9);
  }
  assert.equal(disposed, 1);
});
