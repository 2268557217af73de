import assert from "node:assert/strict";
import { it } from "node:test";
import { digestOf } from "../../src/oci/digest.ts";
import { configBytes, imageId, indexOf, manifestOf } from "../../src/oci/image/derive.ts";
import { appendHistory, appendLayer, inFamily, withConfig } from "../../src/oci/image/edit.ts";
import { emptyImage } from "../../src/oci/image/empty.ts";
import type { Image } from "../../src/oci/image/image.ts";
import { parseArtifact } from "../../src/oci/image/parse.ts";
import { readImage } from "../../src/oci/image/read.ts";
import { validateImage } from "../../src/oci/image/validate.ts";
import { docker, oci } from "../../src/oci/media-types.ts";
import { amd64, imageOf, layerOf } from "../support/images.ts";
import { code } from "../support/store.ts";

const tar = layerOf(Buffer.alloc(1024));

/** As pulled: every byte as some other tool wrote it. */
function pulled(history?: readonly object[]): Image {
  const { config } = imageOf([tar]);
  const written = Buffer.from(`${JSON.stringify({ ...config, history }, null, 2)}\n`);
  const { mediaType, digest, size } = tar;
  const described = { mediaType: oci.config, digest: digestOf(written), size: written.length };
  const document = { layers: [{ mediaType, digest, size }], schemaVersion: 2, config: described };
  const manifest = Buffer.from(JSON.stringify(document, null, 2));
  return readImage({ manifest, manifestMediaType: oci.manifest, config: written }, () => tar.open);
}

it("FROM scratch is an image like any other", async () => {
  const image = emptyImage(amd64);
  await validateImage(image, { deep: true });
  assert.equal(image.config.config?.WorkingDir, "/");
  assert.match(String(Buffer.from(configBytes(image))), /^{"architecture":"amd64","config":{"Env":\["PATH=/);
});

it("equal images have equal bytes, in whatever order their fields were written", () => {
  const [a, b] = [emptyImage(amd64), emptyImage({ architecture: "amd64", os: "linux" })];
  const set = (config: object) => withConfig((c) => ({ ...c, config }));
  const [x, y] = [
    set({ User: "a", Labels: { 9: "", 10: "", b: "", a: "" } })(a),
    set({ Labels: { a: "", b: "", 10: "", 9: "" }, User: "a" })(b),
  ];
  assert.deepEqual(manifestOf(x), manifestOf(y));
  assert.match(String(Buffer.from(configBytes(x))), /{"10":"","9":"","a":"","b":""}/);
});

it("an untouched image is written back byte for byte, an edit drops the bytes and nothing else", async () => {
  const image = pulled([{ created_by: "other" }]);
  await validateImage(image, { deep: true });
  assert.deepEqual(manifestOf(image).bytes, image.raw?.manifest);
  assert.deepEqual(configBytes(image), image.raw?.config);
  const edited = appendHistory({ created_by: "CMD x" })(image);
  assert.equal(edited.raw, undefined);
  assert.notEqual(imageId(edited), imageId(image));
  assert.deepEqual(image.config.history, [{ created_by: "other" }]);
  await validateImage(edited, { deep: true });
});

it("the other family has the same bytes of layers and config, and the same image ID", async () => {
  for (const image of [pulled(), imageOf([tar])]) {
    const moved = inFamily("docker")(image);
    await validateImage(moved, { deep: true });
    assert.equal(imageId(moved), imageId(image));
    const read = parseArtifact(manifestOf(moved).bytes);
    assert.ok(read.kind === "manifest" && read.family === "docker");
    assert.equal(read.layers[0]?.mediaType, docker.layerGzip);
    assert.deepEqual(manifestOf(inFamily("oci")(moved)).descriptor.mediaType, oci.manifest);
    assert.equal(inFamily("docker")(moved), moved);
  }
});

it("a layer follows the family of the image that it is put on", async () => {
  const image = appendLayer(tar, { created_by: "COPY" })(emptyImage(amd64, "docker"));
  assert.equal(image.layers[0]?.mediaType, docker.layerGzip);
  await validateImage(image, { deep: true });
});

it("history that a base does not have is made up for when something is added", async () => {
  const empty = { empty_layer: true };
  for (const history of [undefined, [], [empty], [{}, {}, {}]]) {
    const edited = appendLayer(tar, { created_by: "COPY" })(pulled(history));
    await validateImage(edited);
    assert.deepEqual(edited.config.history?.at(-1), { created_by: "COPY" });
    await validateImage(appendHistory({ created_by: "ENV" })(pulled(history)));
  }
});

it("a change of the config cannot touch the list of layers", () => {
  const lie = withConfig((config) => ({ ...config, rootfs: { type: "layers", diff_ids: [] } }));
  assert.throws(() => lie(imageOf([tar])), code("image/invalid"));
});

it("an index names each image with its platform, all of one family", () => {
  const image = imageOf([tar]);
  const bytes = indexOf({ family: "oci", images: [{ platform: amd64, image }] }).bytes;
  const read = parseArtifact(bytes);
  assert.ok(read.kind === "index");
  assert.deepEqual(read.manifests, [{ ...manifestOf(image).descriptor, platform: amd64 }]);
  assert.throws(() => indexOf({ family: "docker", images: [{ platform: amd64, image }] }), code("image/invalid"));
});
