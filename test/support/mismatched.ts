import { digestOf } from "../../src/oci/digest.ts";
import { manifestOf } from "../../src/oci/image/derive.ts";
import type { Image } from "../../src/oci/image/image.ts";
import { oci } from "../../src/oci/media-types.ts";
import type { Platform } from "../../src/oci/platform.ts";
import { fakeRegistry, hold } from "../fakes/fake-registry.ts";
import { amd64, imageOf, layerOf } from "./images.ts";

const arm64: Platform = { os: "linux", architecture: "arm64" };
const armV7: Platform = { os: "linux", architecture: "arm", variant: "v7" };
const noFiles = layerOf(new Uint8Array(1024));

/** Docker Hub's library/base with images whose platforms are not what a build expects, by their tags. */
export async function mismatchedRegistry() {
  const registry = await fakeRegistry();
  const { contents } = registry;
  const plain = async (tag: string, image: Image) => {
    await hold(contents, "library/base", tag, image);
    return manifestOf(image).descriptor;
  };
  const index = (tag: string, manifests: readonly object[]) => {
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: oci.index, manifests }));
    for (const target of [tag, digestOf(bytes)])
      contents.manifests.set(`library/base/${target}`, { bytes, type: oci.index });
  };
  const ofAmd = await plain("amd64", imageOf([noFiles], amd64));
  const ofArm = await plain("arm64", imageOf([noFiles], arm64));
  await plain("armv7", imageOf([noFiles], armV7));
  await plain("empty", imageOf([], arm64));
  index("both", [
    { ...ofAmd, platform: amd64 },
    { ...ofArm, platform: arm64 },
  ]);
  index("other", [{ ...ofArm, platform: arm64 }]);
  index("unlabelled", [ofArm]);
  index("mislabelled", [{ ...ofArm, platform: amd64 }]);
  return registry;
}
