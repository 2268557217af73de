import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { describe, it } from "node:test";
import { gunzipSync } from "node:zlib";
import { digestOf } from "../../src/oci/digest.ts";
import { gunzip } from "../../src/oci/layer/gzip/gunzip.ts";
import { compressLayer } from "../../src/oci/layer/gzip/compress-layer.ts";
import { docker, oci } from "../../src/oci/media-types.ts";
import { memoryBlobs } from "../fakes/memory-blobs.ts";
import { testCtx } from "../support/ctx.ts";
import { goldenContent } from "../support/golden-content.ts";

/** What every Node, processor and system must give; it changes only with the compressor's name. */
const golden = "sha256:4afcb41cefb9f447e69d6e44b76a19bb0a467bcf768c42fba070bf5ee46175c8 2022084";

const layerOf = (content: Buffer, mediaType: string = oci.layer, chunk = 65_536) => ({
  mediaType,
  digest: digestOf(content),
  diffId: digestOf(content),
  size: content.length,
  async *open(signal?: AbortSignal) {
    for (let at = 0; at < content.length; at += chunk) {
      signal?.throwIfAborted();
      yield content.subarray(at, at + chunk);
    }
  },
});

describe("compressLayer", () => {
  it("gives the golden bytes with any number of threads, and where none can be started", () => {
    const script = path.join(import.meta.dirname, "../../scripts/golden-gzip.mjs");
    const said = execFileSync(process.execPath, [script], { encoding: "utf8" }).trim().split("\n");
    const parts = said.map((line) => /threads=(\d+) (.*)$/.exec(line)?.slice(1));
    assert.deepEqual(parts, [
      ["0", golden],
      ["6", golden],
      ["6", golden],
      ["0", golden],
    ]);
  });

  it("gives bytes that do not depend on the chunks it is fed in", async () => {
    const content = goldenContent();
    for (const chunk of [content.length, 1 << 20, 999_983]) {
      const packed = await compressLayer(layerOf(content, oci.layer, chunk), memoryBlobs(), testCtx({}, { cpus: 1 }));
      assert.equal(`${packed.digest} ${packed.size}`, golden);
    }
  });

  it("is undone by gunzip, ours and Node's, at every border", async () => {
    for (const size of [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 2 << 20]) {
      const store = memoryBlobs();
      const content = goldenContent().subarray(0, size);
      const packed = await compressLayer(layerOf(content), store, testCtx({}, { cpus: 1 }));
      assert.deepEqual(await buffer(gunzip(packed.open())), content);
      assert.deepEqual(gunzipSync(store.held.get(packed.digest)!), content);
    }
  });

  it("keeps the family of the media type and the diffID", async () => {
    const layer = layerOf(Buffer.from("tar"), docker.layer);
    const packed = await compressLayer(layer, memoryBlobs(), testCtx());
    assert.equal(packed.mediaType, docker.layerGzip);
    assert.equal(packed.diffId, layer.diffId);
  });

  it("gives back a layer that is compressed already", async () => {
    const layer = layerOf(Buffer.from("zstd"), oci.layerZstd);
    assert.equal(await compressLayer(layer, memoryBlobs(), testCtx()), layer);
  });

  it("compresses a layer once for ever, and again only when the blob is gone", async () => {
    const store = memoryBlobs();
    const content = Buffer.from("tar");
    let opened = 0;
    const layer = { ...layerOf(content), open: () => (opened++, layerOf(content).open()) };
    const first = await compressLayer(layer, store, testCtx());
    const second = await compressLayer(layer, store, testCtx());
    assert.deepEqual([opened, second.digest], [1, first.digest]);
    assert.deepEqual(await buffer(second.open()), await buffer(first.open()));
    store.held.clear();
    await compressLayer(layer, store, testCtx());
    assert.equal(opened, 2);
  });

  it("tells how far it is, to the end", async () => {
    const ctx = testCtx();
    const layer = layerOf(goldenContent());
    await compressLayer(layer, memoryBlobs(), ctx);
    const done = ctx.events.map((event) => (event.type === "transfer" && event.way === "compress" ? event.done : NaN));
    assert.deepEqual(
      done,
      done.toSorted((a, b) => a - b),
    );
    assert.deepEqual([done[0], done.at(-1)], [0, layer.size]);
  });

  it("compresses several layers at once", async () => {
    const ctx = testCtx();
    const contents = [0, 1, 2, 3].map((i) => goldenContent().subarray(i * 1000));
    const store = memoryBlobs();
    const packed = await Promise.all(contents.map((content) => compressLayer(layerOf(content), store, ctx)));
    for (const [i, layer] of packed.entries()) assert.deepEqual(await buffer(gunzip(layer.open())), contents[i]);
  });

  it("ends with the reason when it is cancelled", async () => {
    const ctx = testCtx();
    const packing = compressLayer(layerOf(goldenContent()), memoryBlobs(), ctx);
    ctx.controller.abort(new Error("Ctrl-C"));
    await assert.rejects(packing, /Ctrl-C/);
  });
});
