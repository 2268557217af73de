import assert from "node:assert/strict";
import { it } from "node:test";
import type { DjibError } from "../../src/errors.ts";
import { digestOf } from "../../src/oci/digest.ts";
import { choosePlatform } from "../../src/oci/image/choose-platform.ts";
import type { ManifestIndex } from "../../src/oci/image/parse.ts";
import { oci } from "../../src/oci/media-types.ts";
import { parsePlatform } from "../../src/oci/platform.ts";
import { code } from "../support/store.ts";

const described = (platform: string) => {
  const [os, architecture, variant] = platform.split("/");
  const parts = { os: os!, architecture: architecture!, ...(variant === undefined ? {} : { variant }) };
  return { mediaType: oci.manifest, digest: digestOf(platform), size: 1, platform: parts };
};
const indexOf = (...platforms: readonly string[]): ManifestIndex => ({
  kind: "index",
  family: "oci",
  mediaType: oci.index,
  manifests: platforms.map(described),
});
const official = indexOf(
  "linux/amd64",
  "unknown/unknown",
  "linux/arm/v5",
  "linux/arm/v7",
  "linux/arm64/v8",
  "linux/386",
);

const cases: readonly (readonly [ManifestIndex, string, string])[] = [
  [official, "linux/amd64", "linux/amd64"],
  [official, "linux/amd64/v3", "linux/amd64"],
  [indexOf("linux/amd64", "linux/amd64/v2", "linux/amd64/v3"), "linux/amd64/v2", "linux/amd64/v2"],
  [indexOf("linux/amd64", "linux/amd64/v2", "linux/amd64/v3"), "linux/amd64", "linux/amd64"],
  [official, "linux/arm64", "linux/arm64/v8"],
  [indexOf("linux/arm64"), "linux/arm64/v8", "linux/arm64"],
  [official, "linux/arm", "linux/arm/v7"],
  [official, "linux/arm/v6", "linux/arm/v5"],
  [indexOf("linux/arm/v5", "linux/arm/v6"), "linux/arm/v7", "linux/arm/v6"],
  [indexOf("linux/s390x", "linux/riscv64"), "linux/riscv64", "linux/riscv64"],
];

for (const [index, wanted, expected] of cases)
  it(`${wanted} takes ${expected} of ${index.manifests.length}`, () =>
    assert.equal(choosePlatform(index, parsePlatform(wanted)).digest, digestOf(expected)));

it("another architecture is not taken in silence; the error names the platforms there are", () => {
  for (const [index, wanted] of [
    [indexOf("linux/386", "unknown/unknown"), "linux/amd64"],
    [indexOf("linux/amd64/v3"), "linux/amd64/v2"],
    [indexOf("linux/arm/v7"), "linux/arm/v6"],
    [indexOf("windows/amd64"), "linux/amd64"],
  ] as const)
    assert.throws(
      () => choosePlatform(index, parsePlatform(wanted)),
      (error: unknown) => {
        const [said] = (error as DjibError).details.detail ?? [];
        assert.ok(said?.includes(index.manifests[0]!.platform!.architecture) && !said.includes("unknown"));
        return code("image/no-platform")(error);
      },
    );
});

it("attestations are never an image, and a lone manifest without a platform is", () => {
  const attestation = {
    ...described("linux/amd64"),
    annotations: { "vnd.docker.reference.type": "attestation-manifest" },
  };
  const { platform: _, ...bare } = described("linux/amd64");
  const amd64 = parsePlatform("linux/amd64");
  assert.equal(choosePlatform({ ...official, manifests: [attestation, bare] }, amd64), bare);
  assert.throws(() => choosePlatform({ ...official, manifests: [attestation] }, amd64), code("image/no-platform"));
  assert.throws(() => choosePlatform({ ...official, manifests: [bare, bare] }, amd64), code("image/no-platform"));
});
