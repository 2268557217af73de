import assert from "node:assert/strict";
import { it } from "node:test";
import { parseStatement } from "../../src/oci/image/attestation.ts";
import { choosePlatform } from "../../src/oci/image/choose-platform.ts";
import { indexDocuments, manifestOf } from "../../src/oci/image/derive.ts";
import { inFamily } from "../../src/oci/image/edit.ts";
import type { Attestation, Image, Index } from "../../src/oci/image/image.ts";
import { parseArtifact } from "../../src/oci/image/parse.ts";
import { parseAttestationManifest } from "../../src/oci/image/parse-attestation.ts";
import { validateIndex } from "../../src/oci/image/validate-index.ts";
import { amd64, imageOf, layerOf } from "../support/images.ts";
import { file, imageWith } from "../support/sample-image.ts";
import { temporaryStore } from "../support/store.ts";

const arm64 = { os: "linux", architecture: "arm64" };
const layer = layerOf(Buffer.alloc(1024));
const [amd, arm] = [imageOf([layer]), imageOf([layer], arm64)];
const sbom: Attestation = {
  predicateType: "https://spdx.dev/Document",
  predicate: { name: "sbom" },
  subjects: ["pkg:docker/shop@1?platform=linux%2Famd64"],
};
const whole: Index = {
  family: "oci",
  annotations: { about: "all" },
  images: [
    { platform: amd64, image: amd, attestations: [sbom], annotations: { about: "one" } },
    { platform: arm64, image: arm },
  ],
};
const entriesOf = (index: Index) => {
  const read = parseArtifact(indexDocuments(index).index.bytes);
  assert.equal(read.kind, "index");
  return read.kind === "index" ? read.manifests : [];
};

it("an index with attestations is valid, and lists these behind the images", async () => {
  await validateIndex(whole, { deep: true });
  assert.deepEqual(
    entriesOf(whole).map(({ platform, annotations }) => [platform?.architecture, annotations]),
    [
      ["amd64", { about: "one" }],
      ["arm64", undefined],
      [
        "unknown",
        {
          "vnd.docker.reference.type": "attestation-manifest",
          "vnd.docker.reference.digest": manifestOf(amd).descriptor.digest,
        },
      ],
    ],
  );
});

it("an attestation never changes the image that it is about", () => {
  const without = entriesOf({ ...whole, images: [{ platform: amd64, image: amd }] });
  assert.equal(entriesOf(whole)[0]!.digest, without[0]!.digest);
});

it("an attestation has the shape that attestation-storage.md describes", () => {
  const { attestations, manifests } = indexDocuments(whole);
  const [{ manifest, blobs }] = attestations as [(typeof attestations)[number]];
  const { digest } = manifests[0]!.descriptor;
  const document = JSON.parse(Buffer.from(manifest.bytes).toString()) as Record<string, unknown>;
  assert.equal(document.artifactType, "application/vnd.docker.attestation.manifest.v1+json");
  assert.equal((document.subject as { digest: string }).digest, digest);
  assert.deepEqual(document.config, {
    mediaType: "application/vnd.oci.empty.v1+json",
    digest: "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    size: 2,
    data: "e30=",
  });
  const [statement] = parseAttestationManifest(manifest.bytes);
  assert.equal(statement?.annotations?.["in-toto.io/predicate-type"], sbom.predicateType);
  const blob = blobs.find(({ descriptor }) => descriptor.digest === statement?.digest)!;
  assert.deepEqual(parseStatement(blob.bytes), sbom);
  assert.match(Buffer.from(blob.bytes).toString(), new RegExp(digest.slice(7)));
});

const changed = (image: Image, platform = amd64): Index => ({ family: "oci", images: [{ platform, image }] });
const broken: Readonly<Record<string, readonly [Index, RegExp]>> = {
  "without an image": [{ family: "oci", images: [] }, /no image/],
  "with a platform twice": [{ family: "oci", images: [...whole.images, whole.images[1]!] }, /linux\/arm64 twice/],
  "with an image for another platform": [changed(arm), /says that it is for linux\/arm64/],
  "with an image of the other family": [changed(inFamily("docker")(amd)), /docker types/],
  "with an image that is not valid": [changed({ ...amd, layers: [layer, layer] }), /2 layers and 1 diff_ids/],
  "of Docker's types with attestations": [
    { family: "docker", images: [{ ...whole.images[0]!, image: inFamily("docker")(amd) }] },
    /no attestations/,
  ],
};
for (const [title, [index, message]] of Object.entries(broken))
  it(`an index is not valid ${title}`, () => assert.rejects(validateIndex(index), { message }));

it("an index in the store reads back as it was saved, attestations too", async () => {
  await using temporary = await temporaryStore();
  const image = await imageWith(temporary.store, [[file("a", "a")]]);
  const index: Index = { ...whole, images: [{ ...whole.images[0]!, image }] };
  const saved = await temporary.store.images.save(index);
  const loaded = await temporary.store.images.loadIndex(saved);
  assert.deepEqual(indexDocuments(loaded).index.bytes, indexDocuments(index).index.bytes);
  assert.deepEqual(loaded.images[0]!.attestations, [sbom]);
  await validateIndex(loaded, { deep: true });
});

it("choosing a platform passes attestations over, and takes the first of two for one platform", () => {
  const entries = entriesOf(whole);
  const [first, , attestation] = entries as [(typeof entries)[0], (typeof entries)[0], (typeof entries)[0]];
  const second = { ...entries[1]!, platform: amd64 };
  const index = { kind: "index", family: "oci", mediaType: "" } as const;
  assert.equal(choosePlatform({ ...index, manifests: [attestation, first, second] }, amd64).digest, first.digest);
  // One that says the platform of its image, as some tools write it.
  const disguised = { ...attestation, platform: amd64 };
  assert.equal(choosePlatform({ ...index, manifests: [disguised, first] }, amd64).digest, first.digest);
});
