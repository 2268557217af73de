import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Entry } from "../../src/oci/layer/changeset.ts";
import { changesOf } from "../../src/oci/layer/changes-of.ts";
import { diffTrees } from "../../src/oci/layer/diff-trees.ts";
import { flatten } from "../../src/oci/layer/flatten.ts";
import { decodeIndex, encodeIndex } from "../../src/oci/layer/index-file.ts";
import { indexTar } from "../../src/oci/layer/index-tar.ts";
import { mergeTree } from "../../src/oci/layer/merge.ts";
import { changeset, describe, inChunks, layerOf, sealed, treeOf } from "../support/layers.ts";
import { entriesOf, layer, modelOf } from "../support/random-layers.ts";

const tarOf = async (entries: readonly Entry[]) => (await sealed(changeset(entries))).tar;

test("random layers, sealed and merged, are what applying them by hand gives", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(layer, { minLength: 1, maxLength: 4 }), async (layers) => {
      const entries = layers.map(entriesOf);
      assert.deepEqual(await describe(await treeOf(...(await Promise.all(entries.map(tarOf))))), modelOf(entries));
    }),
    { numRuns: 300 },
  );
});

test("the index that sealing makes is the one that reading the layer makes, whatever the chunks", async () => {
  await fc.assert(
    fc.asyncProperty(layer, fc.integer({ min: 1, max: 3000 }), async (random, chunk) => {
      const { tar, index } = await sealed(changeset(entriesOf(random)));
      const read = await indexTar(inChunks(tar, chunk));
      assert.deepEqual(Buffer.concat(encodeIndex(read)), Buffer.concat(encodeIndex(index)));
    }),
    { numRuns: 150 },
  );
});

test("a layer becomes a changeset and the same bytes again, through a stored index", async () => {
  await fc.assert(
    fc.asyncProperty(layer, async (random) => {
      const { tar, index } = await sealed(changeset(entriesOf(random)));
      const stored = decodeIndex(Buffer.concat(encodeIndex(index)));
      const again = await sealed(changesOf(stored, (offset, size) => [tar.subarray(offset, offset + size)]));
      assert.deepEqual(again.index.sealed, index.sealed);
    }),
    { numRuns: 150 },
  );
});

test("the entries of a layer in any order come back in order, as the same tree", async () => {
  await fc.assert(
    fc.asyncProperty(layer, fc.infiniteStream(fc.nat()), async (random, numbers) => {
      const { tar, index } = await sealed(changeset(entriesOf(random)));
      const open = (offset: number, size: number) => [tar.subarray(offset, offset + size)];
      const shuffled = shuffleTar(tar, index.nodes.count, numbers);
      const foreign = await layerOf(shuffled);
      const tidy = await sealed(changesOf(foreign.index, foreign.openRange));
      assert.deepEqual(await describe(await treeOf(tidy.tar)), await describe(mergeTree([{ index, openRange: open }])));
    }),
    { numRuns: 150 },
  );
});

test("what turns one tree into another does, and nothing turns a tree into itself", async () => {
  await fc.assert(
    fc.asyncProperty(layer, layer, async (one, other) => {
      const a = await tarOf(entriesOf(one));
      const before = await treeOf(a);
      const after = await treeOf(await tarOf(entriesOf(other)));
      const difference = await sealed(diffTrees(before, after));
      assert.deepEqual(await describe(await treeOf(a, difference.tar)), await describe(after));
      assert.equal((await sealed(diffTrees(after, after))).index.sealed.entries, 0);
    }),
    { numRuns: 300 },
  );
});

test("a flattened tree is one layer of the same tree", async () => {
  await fc.assert(
    fc.asyncProperty(layer, layer, async (one, other) => {
      const fs = await treeOf(await tarOf(entriesOf(one)), await tarOf(entriesOf(other)));
      assert.deepEqual(await describe(await treeOf((await sealed(flatten(fs))).tar)), await describe(fs));
    }),
    { numRuns: 150 },
  );
});

/** Entries of a tar in another order; hard links stay behind everything else, or nothing could read it. */
function shuffleTar(tar: Buffer, count: number, numbers: Iterator<number>): Buffer {
  const parts: { bytes: Buffer; link: boolean }[] = [];
  let at = 0;
  while (parts.length < count) {
    const start = at;
    let type = "x";
    while (type === "x") {
      type = String.fromCharCode(tar[at + 156]!);
      const size = Number.parseInt(tar.toString("latin1", at + 124, at + 135), 8);
      at += 512 + Math.ceil(size / 512) * 512;
    }
    parts.push({ bytes: tar.subarray(start, at), link: type === "1" });
  }
  const keyed = parts.map((part) => ({ ...part, key: (part.link ? 2 ** 32 : 0) + (numbers.next().value as number) }));
  return Buffer.concat([...keyed.sort((a, b) => a.key - b.key).map(({ bytes }) => bytes), Buffer.alloc(1024)]);
}
