import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { manifestOf } from "../../src/oci/image/derive.ts";
import { parseReference } from "../../src/oci/reference.ts";
import { noRegistryConfig } from "../../src/oci/registry/config.ts";
import { registrySink } from "../../src/sinks/registry.ts";
import { registrySource } from "../../src/sources/registry.ts";
import { memoryStore } from "../fakes/memory-store.ts";
import { type RegistryServer, serveRegistry } from "../support/docker-registry.ts";
import { testCtx } from "../support/ctx.ts";
import { amd64, imageOf, layerOf, noise } from "../support/images.ts";

const run = promisify(execFile);
const compress = <Value>(layer: Value) => Promise.resolve(layer);
const config = noRegistryConfig;

let folder: string;
let registry: RegistryServer;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "djib-registry-test-"));
  registry = await serveRegistry(join(folder, "data"));
});

after(async () => {
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
});

const referenceTo = (name: string) => parseReference(`${registry.host}/${name}`);
const contentOf = (open: AsyncIterable<Uint8Array>) => buffer(Readable.from(open));

test("what is pushed is pulled again with the same digests and bytes", async () => {
  const ctx = testCtx();
  const image = imageOf([layerOf(noise(300_000)), layerOf("small")]);
  const reference = referenceTo("team/shop:1.0");
  const { digest, place } = await registrySink(reference, { config, compress })(image, ctx);
  assert.equal(place, `${registry.host}/team/shop:1.0`);
  assert.equal(digest, manifestOf(image).descriptor.digest);

  const { store, held } = memoryStore();
  const found = await registrySource({ store, config, pull: false })(reference, amd64, ctx);
  assert.equal(found?.digest, digest);
  assert.equal(found.age, undefined);
  assert.equal(held.size, 2, "manifest and config; no layer before it is opened");
  for (const [i, layer] of image.layers.entries())
    assert.deepEqual(await contentOf(found.image.layers[i]!.open()), await contentOf(layer.open()));
});

test("skopeo reads a pushed image and finds its digests right", async () => {
  const image = imageOf([layerOf(noise(100_000, 7))]);
  const { digest } = await registrySink(referenceTo("peer:1"), { config, compress })(image, testCtx());
  const { stdout } = await run("skopeo", ["inspect", "--tls-verify=false", `docker://${registry.host}/peer:1`]);
  const inspected = JSON.parse(stdout) as { Digest: string; Layers: string[] };
  assert.equal(inspected.Digest, digest);
  assert.deepEqual(
    inspected.Layers,
    image.layers.map((layer) => layer.digest),
  );
  await run("skopeo", [
    "copy",
    "--src-tls-verify=false",
    `docker://${registry.host}/peer:1`,
    `oci:${join(folder, "copy")}:1`,
  ]);
});
