import assert from "node:assert/strict";
import { access } from "node:fs/promises";
import { describe, it } from "node:test";
import { digestOf } from "../../src/oci/digest.ts";
import { imagePath } from "../../src/oci/filesystem/path.ts";
import { appendLayer, withConfig } from "../../src/oci/image/edit.ts";
import { emptyImage } from "../../src/oci/image/empty.ts";
import { manifestOf } from "../../src/oci/image/derive.ts";
import { validateImage } from "../../src/oci/image/validate.ts";
import { oci } from "../../src/oci/media-types.ts";
import type { Store, TagRecord } from "../../src/oci/store/store.ts";
import { testCtx } from "../support/ctx.ts";
import { amd64, layerOf, noise } from "../support/images.ts";
import { bytesOf, code, filesChangeset } from "../support/store.ts";

const hello = Buffer.from("hello");
const octets = "application/octet-stream";
const tag = (reference: string, platform = "linux/amd64"): TagRecord => ({
  reference,
  platform,
  image: { mediaType: oci.manifest, digest: digestOf(reference), size: 7 },
  id: digestOf("id"),
  at: "2026-01-02T03:04:05Z",
  origin: "built",
});

/** What every store promises. `make` gives an empty one. */
export function storeContract(name: string, make: () => Promise<AsyncDisposable & { readonly store: Store }>): void {
  const check = (title: string, run: (store: Store) => Promise<void>) =>
    it(title, async () => {
      await using made = await make();
      await run(made.store);
    });

  describe(`${name}: blobs`, () => {
    check("what was put is read back, however often", async ({ blobs }) => {
      const put = await blobs.put([hello.subarray(0, 2), hello.subarray(2)]);
      assert.deepEqual(put, { digest: digestOf(hello), size: 5 });
      assert.equal(await blobs.has(put.digest), true);
      const blob = blobs.get({ mediaType: octets, ...put });
      for (let i = 0; i < 2; i++) assert.deepEqual(await bytesOf(blob.open()), hello);
    });

    check("what is there is not asked for again", async ({ blobs }) => {
      const expected = await blobs.put([hello]);
      const unread = { [Symbol.iterator]: () => assert.fail("the content was read") };
      assert.deepEqual(await blobs.put(unread, expected), expected);
    });

    check("equal blobs may be put at the same time", async ({ blobs }) => {
      const big = noise(300_000);
      const puts = await Promise.all(Array.from({ length: 8 }, () => blobs.put([big])));
      assert.deepEqual(new Set(puts.map((put) => put.digest)), new Set([digestOf(big)]));
    });

    check("bytes of another digest are refused and leave nothing", async ({ blobs }) => {
      const digest = digestOf("something else");
      await assert.rejects(blobs.put([hello], { digest }), code("oci/corrupt-blob"));
      assert.equal(await blobs.has(digest), false);
      assert.equal(await blobs.has(digestOf(hello)), false);
    });

    check("a body that ends early is refused", async ({ blobs }) => {
      await assert.rejects(blobs.put([hello], { digest: digestOf(hello), size: 6 }), code("oci/corrupt-blob"));
    });

    check("a body that does not end is refused at the first byte too many", async ({ blobs }) => {
      let sent = 0;
      let closed = false;
      const endless = function* () {
        try {
          for (;;) {
            sent += 1;
            yield Buffer.from("x");
          }
        } finally {
          closed = true;
        }
      };
      await assert.rejects(blobs.put(endless(), { digest: digestOf("x"), size: 5 }), code("oci/corrupt-blob"));
      assert.deepEqual([sent, closed], [6, true]);
    });

    check("what a source throws comes through unchanged", async ({ blobs }) => {
      const broken = Object.assign(new Error("reset"), { code: "EIO" });
      const source = function* () {
        yield hello;
        throw broken;
      };
      await assert.rejects(blobs.put(source()), (error) => error === broken);
      assert.equal(await blobs.has(digestOf(hello)), false);
    });

    check("a blob that is not there is missing, not corrupt", async ({ blobs }) => {
      const blob = blobs.get({ mediaType: octets, digest: digestOf(hello), size: 5 });
      await assert.rejects(bytesOf(blob.open()), code("store/missing"));
    });

    check("reading stops when it is told to", async ({ blobs }) => {
      const put = await blobs.put([noise(1_000_000)]);
      const controller = new AbortController();
      const reading = (async () => {
        for await (const _ of blobs.get({ mediaType: octets, ...put }).open(controller.signal)) controller.abort();
      })();
      await assert.rejects(reading, { name: "AbortError" });
    });
  });

  describe(`${name}: layers`, () => {
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
  });

  describe(`${name}: layers from elsewhere`, () => {
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
  });

  describe(`${name}: records`, () => {
    check("a step leads to its layer for as long as the layer is there", async ({ steps, layers }) => {
      const layer = await layers.seal(filesChangeset({ a: "1" }));
      const [key, lost] = [digestOf("key"), digestOf("lost")];
      assert.equal(await steps.get(key), undefined);
      await steps.put(key, { layer, createdBy: "RUN true" });
      assert.deepEqual(await steps.get(key), { layer, createdBy: "RUN true" });
      await steps.put(lost, { layer: { ...layer, diffId: digestOf("gone") }, createdBy: "RUN false" });
      assert.equal(await steps.get(lost), undefined);
    });

    check("a tag has one record for each platform", async ({ tags }) => {
      const records = [tag("docker.io/library/a:1"), tag("docker.io/library/a:1", "linux/arm64"), tag("x.org/b:1")];
      for (const record of records) await tags.put(record);
      assert.deepEqual(await tags.list(), records);
      assert.deepEqual(await tags.get("docker.io/library/a:1", "linux/arm64"), records[1]);
      assert.equal(await tags.get("docker.io/library/a:1", "linux/arm/v7"), undefined);
      assert.equal(await tags.remove("x.org/b:1", "linux/arm64"), false);
      assert.equal(await tags.remove("docker.io/library/a:1"), true);
      assert.deepEqual(await tags.list(), [records[2]]);
    });

    check("the last record of a tag counts", async ({ tags }) => {
      await tags.put(tag("docker.io/library/a:1"));
      await tags.put({ ...tag("docker.io/library/a:1"), origin: "pulled", pulled: digestOf("index") });
      assert.equal((await tags.get("docker.io/library/a:1", "linux/amd64"))?.pulled, digestOf("index"));
      assert.equal((await tags.list()).length, 1);
    });

    check("forms are kept for each compressor", async ({ forms }) => {
      const diffId = digestOf("layer");
      const form = { mediaType: oci.layerGzip, digest: digestOf("gz"), size: 3 };
      await forms.put(diffId, "djib-gzip-1", form);
      assert.deepEqual(await forms.get(diffId, "djib-gzip-1"), form);
      assert.equal(await forms.get(diffId, "pulled"), undefined);
    });
  });

  describe(`${name}: images`, () => {
    check("an image of sealed layers is saved, and loaded as it was", async ({ images, layers }) => {
      const sealed = await layers.seal(filesChangeset({ a: "1" }));
      const image = appendLayer(layers.get(sealed, "oci"), { created_by: "COPY" })(emptyImage(amd64));
      const descriptor = await images.save(image);
      assert.deepEqual(descriptor, manifestOf(image).descriptor);
      const loaded = await images.load(descriptor);
      await validateImage(loaded, { deep: true });
      assert.deepEqual(loaded.config, image.config);
      assert.deepEqual(await images.save(loaded), descriptor);
    });

    check("an image as pulled keeps its bytes; an edited one gets others", async ({ images, blobs }) => {
      const layer = layerOf(Buffer.alloc(1024));
      await blobs.put(layer.open(), layer);
      const pretty = Buffer.from(
        JSON.stringify(
          { os: "linux", architecture: "amd64", rootfs: { type: "layers", diff_ids: [layer.diffId] }, "moby.x": 1 },
          null,
          3,
        ),
      );
      const { digest } = await blobs.put([pretty]);
      const { mediaType, size } = layer;
      const manifest = Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          config: { mediaType: oci.config, digest, size: pretty.length },
          layers: [{ mediaType, digest: layer.digest, size }],
        }),
      );
      const stored = await blobs.put([manifest]);
      const image = await images.load({ mediaType: oci.manifest, ...stored });
      await validateImage(image, { deep: true });
      assert.deepEqual(Buffer.from(manifestOf(image).bytes), manifest);
      const edited = withConfig((config) => ({ ...config, author: "me" }))(image);
      const saved = await images.load(await images.save(edited));
      assert.equal(saved.config.author, "me");
      assert.equal((saved.config as unknown as Record<string, unknown>)["moby.x"], 1);
      assert.notEqual(manifestOf(saved).descriptor.digest, stored.digest);
    });
  });

  describe(`${name}: places of one's own`, () => {
    check("a scratch directory is there until it is disposed of", async (store) => {
      const scratch = await store.scratch();
      await access(scratch.path);
      await scratch[Symbol.asyncDispose]();
      await assert.rejects(access(scratch.path));
    });

    check("leases are counted and may be given back twice", async (store) => {
      const [a, b] = [await store.lease(), await store.lease()];
      await a[Symbol.asyncDispose]();
      await a[Symbol.asyncDispose]();
      await b[Symbol.asyncDispose]();
    });
  });
}
