import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { after, before, describe, it } from "node:test";
import type { Layer } from "../../src/oci/blob.ts";
import { compressLayer } from "../../src/oci/layer/gzip/compress-layer.ts";
import type { Store } from "../../src/oci/store/store.ts";
import { localCacheSink } from "../../src/sinks/local-cache.ts";
import { localCache } from "../../src/sources/step-caches.ts";
import { testCtx } from "../support/ctx.ts";
import { amd64 } from "../support/images.ts";
import { buildProject, type Outcome, type Project } from "../support/project.ts";
import { temporaryStore } from "../support/store.ts";

const project: Project = {
  dockerfile: "FROM scratch AS one\nRUN one\nCOPY a /\nFROM scratch\nCOPY --from=one / /\nCOPY b /\n",
  files: { a: "a", b: "b" },
};

describe("the cache and its store", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), "djib-cache-"))));
  after(() => rmSync(folder, { recursive: true }));

  const write = (dest: string, { steps }: Outcome, store: Store, tag = "latest") => {
    const compress = (layer: Layer) => compressLayer(layer, store, testCtx());
    const sink = localCacheSink({ dest, tag, reset: false, compress });
    return sink({ records: steps, manifest: true, family: "oci" }, testCtx());
  };
  const from =
    (dest: string, tag = "latest"): NonNullable<Project["cacheFrom"]> =>
    (store) => [localCache(dest, tag, { store, platform: amd64 })];

  it("does a step anew whose layer is gone from the store", async () => {
    await using temporary = await temporaryStore();
    const { store } = temporary;
    const first = await buildProject(project, store);
    const copied = first.steps.at(-1)!;
    rmSync(store.layers.tarPath(copied.layer.diffId));
    const again = await buildProject(project, store);
    assert.deepEqual([again.performed, again.id], [[first.last], first.id]);
  });

  it("fetches from a cache what is gone from the store", async () => {
    const dest = path.join(folder, "gone");
    await using temporary = await temporaryStore();
    const first = await buildProject(project, temporary.store);
    await write(dest, first, temporary.store);
    for (const { layer } of first.steps) rmSync(temporary.store.layers.tarPath(layer.diffId));
    const again = await buildProject({ ...project, cacheFrom: from(dest) }, temporary.store);
    assert.deepEqual([again.performed, again.id, again.warnings], [[], first.id, []]);
  });

  it("lets two builds share one store and one directory of a cache at the same time (fault 4)", async () => {
    const dest = path.join(folder, "shared");
    await using temporary = await temporaryStore();
    const others = { ...project, files: { a: "other", b: "other" } };
    const [store, beside] = [temporary.store, await temporary.open()];
    const both = await Promise.all([buildProject(project, store), buildProject(others, beside)]);
    await Promise.all([write(dest, both[0], store, "one"), write(dest, both[1], beside, "one")]);
    for (const [i, outcome] of both.entries()) await write(dest, outcome, store, String(i));
    await using fresh = await temporaryStore();
    const found = [
      await buildProject({ ...project, cacheFrom: from(dest, "0") }, fresh.store),
      await buildProject({ ...others, cacheFrom: from(dest, "1") }, fresh.store),
    ];
    assert.deepEqual(
      found.map(({ id, performed }) => [id, performed]),
      both.map(({ id }) => [id, []]),
    );
    const one = await buildProject({ ...project, cacheFrom: from(dest, "one"), more: { target: "one" } }, fresh.store);
    assert.deepEqual(one.warnings, []);
  });

  it("writes the same bytes whatever was found and whatever was made", async () => {
    const [one, two] = [path.join(folder, "bytes-1"), path.join(folder, "bytes-2")];
    await using temporary = await temporaryStore();
    const first = await buildProject(project, temporary.store);
    const again = await buildProject(project, temporary.store);
    const digests = [await write(one, first, temporary.store), await write(two, again, temporary.store)];
    assert.equal(digests[0]!.digest, digests[1]!.digest);
  });

  it("removes what no cache needs with reset, and leaves it without", async () => {
    const dest = path.join(folder, "reset");
    await using temporary = await temporaryStore();
    const first = await buildProject(project, temporary.store);
    await write(dest, first, temporary.store);
    const stray = path.join(dest, "blobs", "sha256", "0".repeat(64));
    writeFileSync(stray, "x");
    const before = readdirSync(path.dirname(stray)).length;
    await write(dest, first, temporary.store);
    assert.equal(readdirSync(path.dirname(stray)).length, before);
    const compress = (layer: Layer) => compressLayer(layer, temporary.store, testCtx());
    const sink = localCacheSink({ dest, tag: "latest", reset: true, compress });
    await sink({ records: first.steps, manifest: true, family: "oci" }, testCtx());
    assert.equal(readdirSync(path.dirname(stray)).length, before - 1);
  });

  it("tells no secret, no build argument and no command line (fault 43)", async () => {
    const dest = path.join(folder, "secrets");
    await using temporary = await temporaryStore();
    const dockerfile =
      "FROM scratch\nARG API_TOKEN\nRUN --mount=type=secret,id=key --mount=type=secret,id=other,env=KEY use $API_TOKEN\n";
    const secrets = { key: "s3cret-of-a-file", other: "s3cret-of-a-variable" };
    const outcome = await buildProject(
      { dockerfile, secrets, args: { API_TOKEN: "s3cret-argument", HTTP_PROXY: "http://u:s3cret@proxy" } },
      temporary.store,
    );
    await write(dest, outcome, temporary.store);
    const blobs = path.join(dest, "blobs", "sha256");
    for (const name of readdirSync(blobs)) {
      const bytes = readFileSync(path.join(blobs, name));
      const plain = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
      for (const word of ["s3cret", "API_TOKEN", "use "]) assert.ok(!plain.includes(word), `${word} in ${name}`);
    }
  });
});
