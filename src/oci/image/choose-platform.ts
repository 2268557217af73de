import type { Descriptor } from "../blob.ts";
import { formatPlatform, normalise, type Platform } from "../platform.ts";
import { isAttestation } from "./attestation.ts";
import { problem } from "./errors.ts";
import type { ManifestIndex } from "./parse.ts";

/**
 * The manifest (or inner index) of an index that suits `platform` best, by containerd's rule
 * (platforms.Only): the same variant, else the newest older one that this processor runs: arm/v7
 * takes v6 and v5, amd64/v3 takes v2 and plain amd64. Unlike containerd, another architecture
 * (386 for amd64, arm for arm64) is never taken in silence. The first of equals wins. An index of
 * one manifest without a platform gives that; the caller compares the config. Throws
 * `image/no-platform`.
 */
export function choosePlatform(index: ManifestIndex, platform: Platform): Descriptor {
  const images = index.manifests.filter((manifest) => !isAttestation(manifest));
  const wanted = normalise(platform);
  for (const variant of variantsFor(wanted)) {
    const found = images.find((manifest) => suits(manifest, wanted, variant));
    if (found !== undefined) return found;
  }
  const [only] = images;
  if (images.length === 1 && only !== undefined && only.platform === undefined) return only;
  throw absent(images, wanted);
}

function suits({ platform }: Descriptor, wanted: Platform, variant: string | undefined): boolean {
  if (platform === undefined) return false;
  const has = normalise(platform);
  return has.os === wanted.os && has.architecture === wanted.architecture && has.variant === variant;
}

/** Variants that run on this processor, best first; normalised, so the lowest of amd64 and arm64 is none. */
function variantsFor({ architecture, variant }: Platform): readonly (string | undefined)[] {
  const lowest = new Map(Object.entries({ amd64: 1, arm64: 8, arm: 5 })).get(architecture);
  const version = Number(/^v(\d{1,2})$/.exec(variant ?? `v${lowest}`)?.[1]);
  if (lowest === undefined || !(version >= lowest)) return [variant];
  return Array.from({ length: version - lowest + 1 }, (_, i) => version - i).map((v) =>
    v === lowest && architecture !== "arm" ? undefined : `v${v}`,
  );
}

function absent(images: readonly Descriptor[], wanted: Platform) {
  const there = [
    ...new Set(images.flatMap(({ platform }) => (platform === undefined ? [] : [formatPlatform(platform)]))),
  ];
  return problem("image/no-platform", `the image does not exist for ${formatPlatform(wanted)}`, {
    detail: there.length === 0 ? ["it exists for no platform at all"] : [`it exists for ${there.join(", ")}`],
    help:
      there[0] === undefined
        ? "take another base image"
        : `build for one of these (--platform ${there[0]}), or take another base image`,
  });
}
