import assert from "node:assert/strict";
import { digestOf } from "../../../src/oci/digest.ts";
import { imagePath } from "../../../src/oci/filesystem/path.ts";
import { testCtx } from "../../support/ctx.ts";
import { layerOf } from "../../support/images.ts";
import { bytesOf, code, filesChangeset } from "../../support/store.ts";
import type { Check } from "../store.ts";

export function layers(check: Check): void {
  check("a sealed layer is described, read, merged and opened as a changeset again", async ({ layers }) => {
    const sealed = await layers.seal(filesChangeset({ a: "one", b: "two" }));
    assert.deepEqual(await layers.describe(sealed.diffId), sealed);
    assert.equal(sealed.entries, 2);
    const layer = layers.get(sealed, "oci");
    assert.equal(digestOf(await bytesOf(layer.open())), sealed.diffId);
    const tree = await layers.tree([sealed.diffId]);
    assert.deepEqual(tree.list(imagePath("/")), ["a", "b"]);
    assert.equal(String(await bytesOf(tree.read(imagePath("b")))), "two");
    await using again = await layers.changes(sealed.diffId);
    assert.deepEqual(await layers.seal(again), sealed);
  });

  check("layers asked for again, or at the same time, are one tree", async ({ layers }) => {
    const [a, b] = [await layers.seal(filesChangeset({ a: "1" })), await layers.seal(filesChangeset({ b: "2" }))];
    const trees = await Promise.all([1, 2, 3].map(() => layers.tree([a.diffId, b.diffId])));
    assert.equal(new Set([...trees, await layers.tree([a.diffId, b.diffId])]).size, 1);
    assert.deepEqual((await layers.tree([a.diffId])).list(imagePath("/")), ["a"]);
    assert.deepEqual((await layers.tree([b.diffId, a.diffId])).list(imagePath("/")), ["a", "b"]);
  });

  check("a layer's content must be what its image says", async ({ layers }) => {
    const tar = Buffer.alloc(1024);
    const wrong = digestOf("wrong");
    const chunks = async function* () {
      yield tar;
    };
    await assert.rejects(layers.add(chunks(), wrong), code("oci/corrupt-blob"));
    assert.equal(await layers.has(wrong), false);
    assert.equal(await layers.has(digestOf(tar)), false);
    assert.equal((await layers.add(chunks(), digestOf(tar))).diffId, digestOf(tar));
  });

  check("a layer that is not there has no description and no tree", async ({ layers }) => {
    assert.equal(await layers.describe(digestOf("none")), undefined);
    await assert.rejects(layers.tree([digestOf("none")]), code("store/missing"));
  });
}

export function layersFromElsewhere(check: Check): void {
  check("a compressed layer is unpacked once, with its progress told", async (store) => {
    const layer = layerOf(Buffer.alloc(10_240));
    const ctx = testCtx();
    const all = await Promise.all([1, 2, 3].map(() => store.ensureLayer(layer, ctx)));
    assert.equal(layer.opened(), 1);
    assert.deepEqual(new Set(all.map(({ diffId }) => diffId)), new Set([layer.diffId]));
    const last = ctx.events.at(-1);
    assert.ok(last?.type === "transfer" && last.way === "unpack" && last.done === last.total);
    const { mediaType, digest, size } = layer;
    assert.deepEqual(await store.forms.get(layer.diffId, "pulled"), { mediaType, digest, size });
  });

  check("one who is cancelled does not take the others along", async (store) => {
    const layer = layerOf(Buffer.alloc(512 * 1024));
    const [cancelled, patient] = [testCtx(), testCtx()];
    const first = store.ensureLayer(layer, { ...cancelled, emit: () => cancelled.controller.abort() });
    const second = store.ensureLayer(layer, patient);
    await assert.rejects(first, { name: "AbortError" });
    assert.equal((await second).diffId, layer.diffId);
  });

  check("a layer whose bytes or content are others is refused", async (store) => {
    const layer = layerOf(Buffer.alloc(10_240));
    for (const lie of [{ digest: digestOf("x") }, { size: layer.size + 1 }, { size: 5 }, { diffId: digestOf("y") }])
      await assert.rejects(store.ensureLayer({ ...layer, ...lie }, testCtx()), code("oci/corrupt-blob"));
    assert.equal(await store.layers.has(layer.diffId), false);
  });
}
