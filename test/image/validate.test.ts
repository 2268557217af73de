import assert from "node:assert/strict";
import { it } from "node:test";
import { digestOf } from "../../src/oci/digest.ts";
import type { Image, ImageConfig } from "../../src/oci/image/image.ts";
import { validateImage } from "../../src/oci/image/validate.ts";
import { docker, oci } from "../../src/oci/media-types.ts";
import { imageOf, layerOf } from "../support/images.ts";

const layer = layerOf(Buffer.alloc(1024));
const good = imageOf([layer]);
const configured = (config: ImageConfig["config"]): Image => ({ ...good, config: { ...good.config, config: config! } });

const broken: Readonly<Record<string, readonly [Image, RegExp]>> = {
  "fewer diff_ids than layers": [{ ...good, layers: [layer, layer] }, /2 layers and 1 diff_ids/],
  "another diff_id": [{ ...good, layers: [{ ...layer, diffId: digestOf("x") }] }, /its diff_id/],
  "a layer of the other family": [{ ...good, layers: [{ ...layer, mediaType: docker.layerGzip }] }, /oci types/],
  "a layer that is none": [{ ...good, layers: [{ ...layer, mediaType: oci.config }] }, /no layer's media type/],
  "a negative size": [{ ...good, layers: [{ ...layer, size: -1 }] }, /has the size -1/],
  "an uncompressed layer of two digests": [{ ...good, layers: [{ ...layer, mediaType: oci.layer }] }, /not compressed/],
  "history of other length": [{ ...good, config: { ...good.config, history: [] } }, /history speaks of 0/],
  "Env without a name": [configured({ Env: ["=x"] }), /no name/],
  "Env without a value": [configured({ Env: ["KEY"] }), /no name/],
  "Env twice": [configured({ Env: ["A=1", "A=2"] }), /A twice/],
  "a NUL": [configured({ Env: ["A=\0"] }), /NUL/],
  "a port that is none": [configured({ ExposedPorts: { http: {} } }), /not a port/],
  "a health check of no kind": [configured({ Healthcheck: { Test: ["RUN"] } }), /health check/],
  "a time that is none": [{ ...good, config: { ...good.config, created: "yesterday" } }, /created is/],
  "raw of another image": [
    { ...good, raw: { manifest: Buffer.from("{}"), manifestMediaType: oci.manifest, config: Buffer.from("{}") } },
    /schemaVersion/,
  ],
};

for (const [title, [image, message]] of Object.entries(broken))
  it(`an image is not valid with ${title}`, () => assert.rejects(validateImage(image), { message }));

it("deep validation reads the layers, and only it does", async () => {
  const lies: readonly Image[] = [
    { ...good, layers: [{ ...layer, digest: digestOf("x") }] },
    { ...good, layers: [{ ...layer, size: 1 }] },
    {
      ...good,
      layers: [{ ...layer, diffId: digestOf("x") }],
      config: { ...good.config, rootfs: { type: "layers", diff_ids: [digestOf("x")] } },
    },
  ];
  await validateImage(good, { deep: true });
  for (const image of lies) {
    await validateImage(image);
    await assert.rejects(validateImage(image, { deep: true }), { code: "image/invalid" });
  }
});

it("a secret in Env is not in the message", async () => {
  await assert.rejects(validateImage(configured({ Env: ["KEY=hunter2", "KEY=hunter2"] })), (error: Error) => {
    assert.doesNotMatch(JSON.stringify(error) + error.message, /hunter2/);
    return true;
  });
});
