import assert from "node:assert/strict";
import { test } from "node:test";
import { DjibError } from "../../src/errors.ts";
import { decodeIndex, encodeIndex } from "../../src/oci/layer/index-file.ts";
import { mergeTree } from "../../src/oci/layer/merge.ts";
import { describe, layerOf } from "../support/layers.ts";
import { archive, directory, file, hardlink, header, pax, symlink } from "../support/raw-tar.ts";

const tar = archive(
  directory("d"),
  file("d/a", "content", { mtime: 12 }),
  hardlink("d/b", "d/a"),
  symlink("s", "d/a"),
  Buffer.concat([pax({ "SCHILY.xattr.user.x": "\0\xff", path: "x" }), header()]),
  Buffer.concat([pax({ "GNU.sparse.size": "1000", "GNU.sparse.map": "10,3" }), file("sparse", "abc")]),
  file(".wh.gone"),
);
const corrupt = (error: unknown) => error instanceof DjibError && error.code === "layer/corrupt-index";

test("a stored index gives the same tree, sparse files and attributes too", async () => {
  const layer = await layerOf(tar);
  const stored = decodeIndex(Buffer.concat(encodeIndex(layer.index)));
  assert.deepEqual(stored.sealed, layer.index.sealed);
  assert.deepEqual(await describe(mergeTree([{ ...layer, index: stored }])), await describe(mergeTree([layer])));
});

test("an index at any place in memory can be used", async () => {
  const { index } = await layerOf(tar);
  const bytes = Buffer.concat(encodeIndex(index));
  const shifted = Buffer.concat([Buffer.alloc(1), bytes]).subarray(1);
  assert.deepEqual(Buffer.concat(encodeIndex(decodeIndex(shifted))), bytes);
});

test("an index with any byte changed, cut off or added to is refused", async () => {
  const bytes = Buffer.concat(encodeIndex((await layerOf(tar)).index));
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1 << (at % 8);
    assert.throws(() => decodeIndex(changed), corrupt, `byte ${at}`);
  }
  for (let length = 0; length < bytes.length; length += 7)
    assert.throws(() => decodeIndex(bytes.subarray(0, length)), corrupt);
  assert.throws(() => decodeIndex(Buffer.concat([bytes, Buffer.alloc(4)])), corrupt);
});

test("fifty thousand entries take less than 120 bytes each, and load in a moment", async () => {
  const blocks: Buffer[] = [];
  for (let i = 0; i < 50_000; i++)
    blocks.push(header({ name: `usr/lib/python3/dist-packages/package${(i / 20) | 0}/module${i}.py` }));
  const { index } = await layerOf(archive(...blocks), 1 << 20);
  const bytes = Buffer.concat(encodeIndex(index));
  assert.ok(bytes.length / 50_000 < 120, `${bytes.length / 50_000} bytes each`);
  const before = process.cpuUsage();
  const { nodes } = decodeIndex(bytes);
  const took = process.cpuUsage(before).user / 1000;
  assert.equal(nodes.path(49_999), "usr/lib/python3/dist-packages/package2499/module49999.py");
  assert.ok(took < 100, `${took} ms`);
});
