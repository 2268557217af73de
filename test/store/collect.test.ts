import assert from "node:assert/strict";
import { chmod, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { it } from "node:test";
import { digestOf } from "../../src/oci/digest.ts";
import { appendLayer } from "../../src/oci/image/edit.ts";
import { emptyImage } from "../../src/oci/image/empty.ts";
import { imageId } from "../../src/oci/image/derive.ts";
import { compressLayer } from "../../src/oci/layer/gzip/compress-layer.ts";
import { collect } from "../../src/oci/store/collect.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { testCtx } from "../support/ctx.ts";
import { amd64 } from "../support/images.ts";
import { bytesOf, code, filesChangeset, temporaryStore } from "../support/store.ts";

const hour = 3_600_000;
const inDays = (days: number) => ({ now: () => new Date(Date.now() + days * 24 * hour) });
const always = { olderThan: 0 };

/** A store with a tagged image (its layer compressed too), a cached step, and what nothing leads to. */
async function filled(store: Store) {
  const { layers, images, blobs, steps, tags } = store;
  const [tagged, stepped, loose] = [
    await layers.seal(filesChangeset({ tagged: "1" })),
    await layers.seal(filesChangeset({ stepped: "22" })),
    await layers.seal(filesChangeset({ loose: "333" })),
  ];
  const image = appendLayer(layers.get(tagged, "oci"), {})(emptyImage(amd64));
  const compressed = await compressLayer(layers.get(tagged, "oci"), store, testCtx());
  const descriptor = await images.save(image);
  const at = "2026-01-02T03:04:05Z";
  await tags.put({
    reference: "r",
    platform: "linux/amd64",
    image: descriptor,
    id: imageId(image),
    at,
    origin: "built",
  });
  await steps.put(digestOf("step"), { layer: stepped, createdBy: "RUN" });
  const blob = await blobs.put([Buffer.from("loose")]);
  return { tagged, stepped, loose, blob, compressed, descriptor };
}

it("collection takes nothing younger than a day", async () => {
  await using made = await temporaryStore();
  await filled(made.store);
  assert.deepEqual(await collect(made.store, always, inDays(0.9)), { removed: 0, freed: 0 });
});

it("collection takes what no tag and no used step leads to, and leaves a whole store", async () => {
  await using made = await temporaryStore();
  const { store } = made;
  const { tagged, stepped, loose, blob, compressed, descriptor } = await filled(store);
  const first = await collect(store, { olderThan: 7 * 24 * hour }, inDays(2));
  assert.equal(first.hindered, undefined);
  assert.deepEqual(
    [await store.layers.has(loose.diffId), await store.blobs.has(blob.digest), await store.layers.has(stepped.diffId)],
    [false, false, true],
  );
  assert.ok(first.freed >= loose.size + blob.size);
  await collect(store, always, inDays(2));
  assert.equal(await store.layers.has(stepped.diffId), false);
  assert.equal(await store.steps.get(digestOf("step")), undefined);
  assert.deepEqual([await store.layers.has(tagged.diffId), await store.blobs.has(compressed.digest)], [true, true]);
  assert.equal((await store.images.load(descriptor)).layers[0]?.diffId, tagged.diffId);
  assert.equal((await readdir(join(made.root, "v1", "trees", "sha256"))).length, 1);
});

it("collection keeps the steps used last within a budget of bytes", async () => {
  await using made = await temporaryStore();
  const { store } = made;
  const sizes = [];
  for (const [i, name] of ["old", "new"].entries()) {
    const layer = await store.layers.seal(filesChangeset({ [name]: name }));
    sizes.push(layer.size);
    await store.steps.put(digestOf(name), { layer, createdBy: name });
    const path = join(made.root, "v1", "steps", "sha256", digestOf(name).slice(7));
    const used = new Date(Date.now() - (10 - i) * 24 * hour);
    await utimes(path, used, used);
  }
  await collect(store, { olderThan: 365 * 24 * hour, keepBytes: sizes[1]! }, inDays(2));
  assert.equal(await store.steps.get(digestOf("old")), undefined);
  assert.equal((await store.steps.get(digestOf("new")))?.createdBy, "new");
});

it("collection removes what was put aside a day ago", async () => {
  await using made = await temporaryStore();
  const { blobs } = made.store;
  const put = await blobs.put([Buffer.from("abc")]);
  const path = join(made.root, "v1", "blobs", "sha256", put.digest.slice(7));
  await chmod(path, 0o644);
  await writeFile(path, "abd");
  await assert.rejects(bytesOf(blobs.get({ mediaType: "x", ...put }).open()), code("oci/corrupt-blob"));
  assert.equal((await collect(made.store, always, inDays(2))).removed, 1);
  assert.deepEqual(await readdir(join(made.root, "v1", "corrupt")), []);
});
