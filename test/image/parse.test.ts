import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { DjibError } from "../../src/errors.ts";
import { limits } from "../../src/limits.ts";
import { digestOf } from "../../src/oci/digest.ts";
import { manifestOf } from "../../src/oci/image/derive.ts";
import { parseConfig } from "../../src/oci/image/parse-config.ts";
import { parseArtifact, parseManifest } from "../../src/oci/image/parse.ts";
import { docker, oci } from "../../src/oci/media-types.ts";
import { imageOf, layerOf } from "../support/images.ts";
import { code } from "../support/store.ts";

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const blob = (mediaType: string, name = "x") => ({ mediaType, digest: digestOf(name), size: 3 });
const manifest = { schemaVersion: 2, mediaType: oci.manifest, config: blob(oci.config), layers: [blob(oci.layerGzip)] };
const index = { schemaVersion: 2, mediaType: oci.index, manifests: [blob(oci.manifest)] };
const refuses = (expected: string, document: unknown, announced?: string) =>
  assert.throws(() => parseArtifact(json(document), announced), code(expected));

it("manifests and indexes of both families are read, with or without their own media type", () => {
  for (const types of [oci, docker]) {
    const document = {
      schemaVersion: 2,
      config: blob(types.config),
      layers: [blob(types.layer), blob(types.layerGzip), blob(types.layerZstd)],
    };
    const family = types === oci ? "oci" : "docker";
    for (const text of [document, { ...document, mediaType: types.manifest }])
      for (const announced of [undefined, types.manifest]) {
        const read = parseManifest(json(text), announced);
        assert.deepEqual([read.family, read.mediaType], [family, types.manifest]);
        assert.deepEqual(read.layers, document.layers);
      }
    const list = parseArtifact(json({ ...index, mediaType: types.index }));
    assert.deepEqual([list.kind, list.family], ["index", family]);
  }
});

it("layers of the other family are taken by the manifest's, never mixed", () => {
  const mixed = { ...manifest, config: blob(docker.config), layers: [blob(docker.layerGzip), blob(oci.layerZstd)] };
  const read = parseManifest(json(mixed));
  assert.deepEqual(
    [read.config, ...read.layers].map((part) => part.mediaType),
    [oci.config, oci.layerGzip, oci.layerZstd],
  );
});

it("a document that can be read in two ways is refused (CVE-2021-41190)", () => {
  refuses("image/ambiguous", { ...manifest, manifests: index.manifests });
  refuses("image/ambiguous", { ...index, layers: manifest.layers });
  refuses("image/ambiguous", { ...index, config: manifest.config });
  refuses("image/ambiguous", { ...manifest, Layers: [] });
  refuses("image/ambiguous", { ...manifest, MANIFESTS: [] });
  refuses("image/ambiguous", { ...manifest, fsLayers: [] });
  refuses("image/ambiguous", manifest, oci.index);
  refuses("image/ambiguous", manifest, docker.manifest);
  refuses("image/ambiguous", { ...index, mediaType: undefined, layers: [] });
  assert.throws(() => parseManifest(json(index)), code("image/ambiguous"));
});

it("what is no image is refused by its name", () => {
  const named = (document: unknown, pattern: RegExp, announced?: string) =>
    assert.throws(() => parseArtifact(json(document), announced), { code: "image/unsupported", message: pattern });
  named({ schemaVersion: 1, name: "x", fsLayers: [] }, /schema 1/);
  named({ ...manifest, config: blob("application/vnd.cncf.helm.config.v1+json") }, /Helm chart/);
  named({ ...manifest, layers: [blob("application/vnd.in-toto+json")] }, /attestation/);
  named({ ...manifest, layers: [blob("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip")] }, /distributed/);
  named({ ...manifest, config: blob("application/vnd.docker.plugin.v1+json") }, /plugin/);
  named({ ...manifest, artifactType: "text/sbom", config: blob("application/vnd.oci.empty.v1+json") }, /text\/sbom/);
  named({ ...manifest, mediaType: undefined }, /text\/html/, "text/html");
});

it("negative, fractional, huge and missing sizes and digests are refused", () => {
  for (const size of [-1, 1.5, 2 ** 60, "3", null, undefined])
    refuses("image/bad-json", { ...manifest, layers: [{ ...blob(oci.layer), size }] });
  refuses("image/bad-json", { ...manifest, config: { ...blob(oci.config), digest: undefined } });
  for (const digest of ["sha256:../../x", "sha512:00", 7, `${digestOf("x")}\n`])
    refuses("oci/bad-digest", { ...manifest, layers: [{ ...blob(oci.layer), digest }] });
});

it("documents too large, too deep or not JSON are refused before they cost anything", () => {
  assert.throws(() => parseArtifact(Buffer.alloc(limits.manifest + 1, 0x20)), code("image/too-large"));
  assert.throws(() => parseConfig(Buffer.alloc(limits.imageConfig + 1, 0x20)), code("image/too-large"));
  const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  for (const text of ["", "x", "[]", "null", "\ufeff{}", "{", deep])
    assert.throws(() => parseArtifact(Buffer.from(text)), code("image/bad-json"), text.slice(0, 10));
  assert.throws(() => parseArtifact(Buffer.from('{"schemaVersion":2,"\xff":1}', "latin1")), code("image/bad-json"));
  const many = Array.from({ length: limits.layersPerImage + 1 }, () => blob(oci.layer));
  refuses("image/too-large", { ...manifest, layers: many });
});

const config = { os: "linux", architecture: "amd64", rootfs: { type: "layers", diff_ids: [digestOf("x")] } };

it("a config keeps what it does not know, and Go's nulls become absent fields", () => {
  const read = parseConfig(json({ ...config, "x.y": { z: 1 }, history: null, config: { Env: null, Cmd: null } }));
  assert.deepEqual(read, { ...config, "x.y": { z: 1 }, config: { Cmd: null } });
});

it("fields of a config have their types", () => {
  const bad: readonly Record<string, unknown>[] = [
    { os: 1 },
    { rootfs: { type: "other", diff_ids: [] } },
    { history: [{ empty_layer: "yes" }] },
    { config: { Env: "A=b" } },
    { config: { Labels: { a: 1 } } },
    { config: { Healthcheck: { Interval: -1 } } },
    { config: { ExposedPorts: ["80"] } },
  ];
  for (const wrong of bad)
    assert.throws(() => parseConfig(json({ ...config, ...wrong })), code("image/bad-json"), JSON.stringify(wrong));
  assert.throws(() => parseConfig(json({ ...config, os: "unknown" })), code("image/unsupported"));
});

it("parsers answer any JSON with a value or one of djib's errors", () => {
  const documents = fc.oneof(
    fc.json().map((text) => Buffer.from(text)),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc
      .record({
        schemaVersion: fc.constantFrom<unknown>(2, 1, "2"),
        mediaType: fc.constantFrom<unknown>(oci.manifest, oci.index, undefined, 3),
        config: fc.oneof(fc.constant(manifest.config), fc.jsonValue()),
        layers: fc.oneof(fc.constant(manifest.layers), fc.jsonValue()),
        annotations: fc.jsonValue(),
      })
      .map(json),
  );
  fc.assert(
    fc.property(documents, (bytes) => {
      for (const parse of [parseArtifact, parseConfig])
        try {
          parse(bytes);
        } catch (error) {
          assert.ok(error instanceof DjibError, String(error));
        }
    }),
    { numRuns: 1000 },
  );
});

it("a derived manifest reads back as the image it was derived from", () => {
  const images = fc.array(fc.string(), { maxLength: 8 }).map((contents) => imageOf(contents.map(layerOf)));
  const annotations = fc.option(fc.dictionary(fc.string(), fc.string()), { nil: undefined });
  fc.assert(
    fc.property(images, annotations, (image, notes) => {
      const derived = manifestOf(notes === undefined ? image : { ...image, annotations: notes });
      const read = parseManifest(derived.bytes, derived.mediaType);
      const named = image.layers.map(({ mediaType, digest, size }) => ({ mediaType, digest, size }));
      assert.deepEqual(read.layers, named);
      assert.equal(JSON.stringify(read.annotations), notes && JSON.stringify(sorted(notes)));
      assert.equal(derived.descriptor.digest, digestOf(derived.bytes));
    }),
    { numRuns: 200 },
  );
});

/** As JSON.parse orders it: what looks like a number first. */
const sorted = (notes: Readonly<Record<string, string>>) =>
  JSON.parse(
    `{${Object.keys(notes)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${JSON.stringify(notes[key])}`)
      .join(",")}}`,
  ) as unknown;
