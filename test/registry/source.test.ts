import assert from "node:assert/strict";
import { test } from "node:test";
import { chmod, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hexOf } from "../../src/oci/digest.ts";
import { indexOf, manifestOf } from "../../src/oci/image/derive.ts";
import { parseReference } from "../../src/oci/reference.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { registrySource } from "../../src/sources/registry.ts";
import { fakeRegistry, hold } from "../fakes/fake-registry.ts";
import { amd64, imageOf, layerOf, noise } from "../support/images.ts";
import { cleanCtx, contentOf, fails, impatient } from "../support/registry.ts";
import { temporaryStore } from "../support/store.ts";

const layers = [1, 2, 3, 4, 5].map((seed) => layerOf(noise(20_000, seed)));
const image = imageOf(layers);
const { digest } = manifestOf(image).descriptor;
const arm = { os: "linux", architecture: "arm64" };

const sourceOf = (store: Store, pull = false) => registrySource({ store, config: impatient, pull });

test("a tag in the store is used without the network, with its age", async () => {
  await using registry = await fakeRegistry();
  await using temporary = await temporaryStore();
  await hold(registry.contents, "a/b", "1", image);
  const reference = parseReference(`${registry.host}/a/b:1`);
  const first = await sourceOf(temporary.store)(reference, amd64, cleanCtx());
  assert.equal(first?.age, undefined);
  const asked = registry.seen.length;
  const ctx = cleanCtx();
  const later = { ...ctx, host: { ...ctx.host, now: () => new Date(ctx.host.now().getTime() + 90_000) } };
  const second = await sourceOf(temporary.store)(reference, amd64, later);
  assert.equal(second?.age, 90);
  assert.equal(second?.digest, digest);
  assert.deepEqual(second?.image.raw?.manifest, manifestOf(image).bytes);
  assert.equal(registry.seen.length, asked);
  assert.deepEqual(
    await contentOf(second!.image.layers[0]!),
    await contentOf(layers[0]!),
    "a layer never opened before is fetched now",
  );
});

test("--pull asks with HEAD; an unchanged tag is not sent again, a changed one is", async () => {
  await using registry = await fakeRegistry();
  await using temporary = await temporaryStore();
  await hold(registry.contents, "a/b", "1", image);
  const reference = parseReference(`${registry.host}/a/b:1`);
  await sourceOf(temporary.store)(reference, amd64, cleanCtx());
  const asked = registry.seen.length;
  assert.equal((await sourceOf(temporary.store, true)(reference, amd64, cleanCtx()))?.digest, digest);
  assert.deepEqual(
    registry.seen.slice(asked).map(({ method }) => method),
    ["HEAD"],
  );

  const changed = imageOf(layers.slice(1));
  await hold(registry.contents, "a/b", "1", changed);
  const found = await sourceOf(temporary.store, true)(reference, amd64, cleanCtx());
  assert.equal(found?.digest, manifestOf(changed).descriptor.digest);
});

test("a digest in the store never touches the network, whatever name brought it there", async () => {
  await using registry = await fakeRegistry();
  await using temporary = await temporaryStore();
  await hold(registry.contents, "a/b", "1", image);
  await sourceOf(temporary.store)(parseReference(`${registry.host}/a/b:1`), amd64, cleanCtx());
  const asked = registry.seen.length;
  for (const name of [`${registry.host}/a/b@${digest}`, `${registry.host}/a/b:1@${digest}`])
    assert.equal((await sourceOf(temporary.store, true)(parseReference(name), amd64, cleanCtx()))?.digest, digest);
  assert.equal(registry.seen.length, asked);
});

test("layers are fetched when they are opened, each once, three at a time, and told as transfers", async () => {
  let now = 0;
  let most = 0;
  await using registry = await fakeRegistry(async (request, response) => {
    if (!layers.some((layer) => request.url?.endsWith(layer.digest))) return false;
    most = Math.max(most, ++now);
    response.once("close", () => now--);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return false;
  });
  await using temporary = await temporaryStore();
  await hold(registry.contents, "a/b", "1", image);
  await hold(registry.contents, "a/b", "2", imageOf(layers.slice(2)));
  const source = sourceOf(temporary.store);
  const ctx = cleanCtx();
  const found = await Promise.all(
    ["1", "2"].map((tag) => source(parseReference(`${registry.host}/a/b:${tag}`), amd64, ctx)),
  );
  const fetched = () => registry.seen.filter(({ url }) => layers.some((layer) => url.endsWith(layer.digest))).length;
  assert.equal(fetched(), 0);
  await Promise.all(found.flatMap((one) => one!.image.layers).map(contentOf));
  assert.equal(fetched(), layers.length);
  assert.ok(most > 1 && most <= 3, String(most));
  const done = ctx.events.filter(
    (event) => event.type === "transfer" && event.way === "pull" && event.done === event.total,
  );
  assert.ok(done.length >= layers.length);
});

test("a flipped byte in a stored manifest: it is pulled again", async () => {
  await using registry = await fakeRegistry();
  await using temporary = await temporaryStore();
  await hold(registry.contents, "a/b", "1", image);
  const reference = parseReference(`${registry.host}/a/b:1`);
  await sourceOf(temporary.store)(reference, amd64, cleanCtx());
  const file = join(temporary.root, "v1/blobs/sha256", hexOf(digest));
  await chmod(file, 0o600);
  await writeFile(file, Buffer.from(manifestOf(image).bytes).fill(0x20, 10, 11));
  const found = await sourceOf(temporary.store)(reference, amd64, cleanCtx());
  assert.equal(found?.digest, digest);
  await rm(file);
  assert.equal((await sourceOf(temporary.store)(reference, amd64, cleanCtx()))?.digest, digest);
});

test("an index in an index leads to the platform's image; what is not there is told with what is", async () => {
  await using registry = await fakeRegistry();
  await using temporary = await temporaryStore();
  await hold(registry.contents, "a/b", "x", image);
  const inner = indexOf({ family: "oci", images: [{ platform: amd64, image }] });
  const manifests = [{ ...inner.descriptor, platform: amd64 }];
  const outer = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: inner.mediaType, manifests }));
  registry.contents.manifests.set(`a/b/${inner.descriptor.digest}`, { bytes: inner.bytes, type: inner.mediaType });
  registry.contents.manifests.set("a/b/1", { bytes: outer, type: inner.mediaType });
  const reference = parseReference(`${registry.host}/a/b:1`);
  const found = await sourceOf(temporary.store)(reference, amd64, cleanCtx());
  assert.deepEqual(
    found?.image.layers.map((layer) => layer.digest),
    layers.map((layer) => layer.digest),
  );
  await assert.rejects(
    sourceOf(temporary.store)(reference, arm, cleanCtx()),
    fails("image/no-platform", "linux/amd64"),
  );
});

test("a manifest alone is the image of every platform that is asked for, and recorded for each", async () => {
  await using registry = await fakeRegistry();
  await using temporary = await temporaryStore();
  await hold(registry.contents, "a/b", "1", image);
  const reference = parseReference(`${registry.host}/a/b:1`);
  for (const platform of [arm, amd64, arm])
    assert.equal(
      (await sourceOf(temporary.store)(reference, platform, cleanCtx()))?.image.config.architecture,
      "amd64",
    );
  assert.deepEqual(
    (await temporary.store.tags.list()).map((record) => [record.platform, record.image.digest]),
    [
      ["linux/amd64", digest],
      ["linux/arm64", digest],
    ],
  );
});

test("an index that does not say what its image is for is refused for another platform, and nothing is recorded", async () => {
  await using registry = await fakeRegistry();
  await using temporary = await temporaryStore();
  await hold(registry.contents, "a/b", "x", image);
  const type = "application/vnd.oci.image.index.v1+json";
  const index = { schemaVersion: 2, mediaType: type, manifests: [manifestOf(image).descriptor] };
  registry.contents.manifests.set("a/b/1", { bytes: Buffer.from(JSON.stringify(index)), type });
  const reference = parseReference(`${registry.host}/a/b:1`);
  await assert.rejects(
    sourceOf(temporary.store)(reference, arm, cleanCtx()),
    fails("registry/not-found", "linux/amd64", "linux/arm64"),
  );
  assert.equal((await temporary.store.tags.list()).length, 0);
});

test("an index whose endless rounds lead to itself: an end", async () => {
  await using registry = await fakeRegistry((request, response) => {
    if (!request.url?.includes("/manifests/")) return false;
    const type = "application/vnd.oci.image.index.v1+json";
    const asked = request.url.split("/").at(-1);
    const manifests = [{ mediaType: type, digest: digest, size: 1, platform: amd64 }];
    response.setHeader("content-type", type);
    response.end(JSON.stringify({ schemaVersion: 2, mediaType: type, manifests, annotations: { asked } }));
    return true;
  });
  await using temporary = await temporaryStore();
  await assert.rejects(
    sourceOf(temporary.store)(parseReference(`${registry.host}/a/b:1`), amd64, cleanCtx()),
    fails("registry/bad-answer"),
  );
  assert.ok(registry.seen.length < 10);
});
