import { limits } from "../limits.ts";
import type { Descriptor } from "../oci/blob.ts";
import { choosePlatform } from "../oci/image/choose-platform.ts";
import type { Image } from "../oci/image/image.ts";
import { type Manifest, parseArtifact, parseManifest } from "../oci/image/parse.ts";
import { formatPlatform, normalise, type Platform } from "../oci/platform.ts";
import { problem } from "../oci/registry/errors.ts";
import type { PulledManifest } from "../oci/registry/manifests.ts";
import type { Store } from "../oci/store/store.ts";
import type { BlobPlace } from "./blob-place.ts";
import type { Fetches } from "./fetches.ts";

export interface Shared {
  readonly store: Store;
  readonly fetches: Fetches;
}

export interface Loaded {
  /** Its layers are fetched when they are first opened. */
  readonly image: Image;
  readonly manifest: Manifest;
  readonly descriptor: Descriptor;
}

/**
 * The image of a platform that a manifest or index leads to: documents go into the store at once,
 * layers when they are wanted. `name` is for people. Throws `image/…` and `registry/not-found`.
 */
export async function loadImage(
  top: PulledManifest,
  platform: Platform,
  name: string,
  place: Pick<BlobPlace, "manifest" | "fetch">,
  { store, fetches }: Shared,
): Promise<Loaded> {
  const { manifest, pulled } = await resolve(top, platform, place);
  await fetches.fetch(manifest.config, place);
  const descriptor: Descriptor = { mediaType: manifest.mediaType, digest: pulled.digest, size: pulled.bytes.length };
  for (const { bytes, digest } of new Set([top, pulled]))
    await store.blobs.put([bytes], { digest, size: bytes.length });
  const image = await store.images.load(descriptor);
  checkPlatform(image, platform, name);
  return { image: fetches.withLayers(image, place), manifest, descriptor };
}

/** Walks from what the reference leads to down to the manifest of the platform; an index may hold indexes. */
async function resolve(
  top: PulledManifest,
  platform: Platform,
  place: Pick<BlobPlace, "manifest">,
): Promise<{ readonly manifest: Manifest; readonly pulled: PulledManifest }> {
  let pulled = top;
  for (let depth = 0; depth < limits.indexDepth; depth++) {
    const artifact = parseArtifact(pulled.bytes, pulled.mediaType);
    if (artifact.kind === "manifest") return { manifest: artifact, pulled };
    const chosen = choosePlatform(artifact, platform);
    pulled = { ...(await place.manifest(chosen.digest)), mediaType: chosen.mediaType };
  }
  return { manifest: parseManifest(pulled.bytes, pulled.mediaType), pulled };
}

/** A plain manifest says nothing of its platform before its config is read. */
function checkPlatform({ config }: Image, wanted: Platform, name: string): void {
  const has = normalise(config);
  if (has.os === wanted.os && has.architecture === wanted.architecture) return;
  const [is, want] = [formatPlatform(has), formatPlatform(wanted)];
  throw problem("registry/not-found", `${name} exists for ${is} alone, not for ${want}`, {
    help: `build with --platform ${is}, or take a base image that exists for ${want}`,
  });
}
