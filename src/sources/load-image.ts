import { limits } from "../limits.ts";
import type { Descriptor } from "../oci/blob.ts";
import { choosePlatform } from "../oci/image/choose-platform.ts";
import type { Image } from "../oci/image/image.ts";
import { type Manifest, parseArtifact, parseManifest } from "../oci/image/parse.ts";
import { formatPlatform, isSameMachine, normalise, type Platform } from "../oci/platform.ts";
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
 * layers when they are wanted. `name` is for people. A manifest that is not of an index is the image of
 * every platform, whatever its config says, and so is one that an index has for the platform (containerd:
 * images.Manifest). Throws `image/…` and `registry/not-found`.
 */
export async function loadImage(
  top: PulledManifest,
  platform: Platform,
  name: string,
  place: Pick<BlobPlace, "manifest" | "fetch">,
  { store, fetches }: Shared,
): Promise<Loaded> {
  const { manifest, pulled, isUnlabelled } = await resolve(top, platform, place);
  await fetches.fetch(manifest.config, place);
  const descriptor: Descriptor = { mediaType: manifest.mediaType, digest: pulled.digest, size: pulled.bytes.length };
  for (const { bytes, digest } of new Set([top, pulled]))
    await store.blobs.put([bytes], { digest, size: bytes.length });
  const image = await store.images.load(descriptor);
  if (isUnlabelled) checkPlatform(image, platform, name);
  return { image: fetches.withLayers(image, place), manifest, descriptor };
}

interface Resolved {
  readonly manifest: Manifest;
  readonly pulled: PulledManifest;
  /** The index that it is of does not say what platform it is for. */
  readonly isUnlabelled: boolean;
}

/** Walks from what the reference leads to down to the manifest of the platform; an index may hold indexes. */
async function resolve(top: PulledManifest, platform: Platform, place: Pick<BlobPlace, "manifest">): Promise<Resolved> {
  let pulled = top;
  let isUnlabelled = false;
  for (let depth = 0; depth < limits.indexDepth; depth++) {
    const artifact = parseArtifact(pulled.bytes, pulled.mediaType);
    if (artifact.kind === "manifest") return { manifest: artifact, pulled, isUnlabelled };
    const chosen = choosePlatform(artifact, platform);
    pulled = { ...(await place.manifest(chosen.digest)), mediaType: chosen.mediaType };
    isUnlabelled = chosen.platform === undefined;
  }
  return { manifest: parseManifest(pulled.bytes, pulled.mediaType), pulled, isUnlabelled };
}

/** What an index does not say is only known when the config is read. */
function checkPlatform({ config }: Image, wanted: Platform, name: string): void {
  if (isSameMachine(config, wanted)) return;
  const [is, want] = [formatPlatform(normalise(config)), formatPlatform(wanted)];
  throw problem("registry/not-found", `${name} exists for ${is} alone, not for ${want}`, {
    help: `build with --platform ${is}, or take a base image that exists for ${want}`,
  });
}
