import { configOf, indexDocuments, isIndex, manifestOf } from "../oci/image/derive.ts";
import { withLayers } from "../oci/image/edit.ts";
import type { Artifact, Image, IndexedImage } from "../oci/image/image.ts";
import { familiarName, type Reference, withDefaultTag } from "../oci/reference.ts";
import type { Sink } from "./sink.ts";
import { openUploads, type UploadOptions, type Uploads } from "./uploads.ts";

/**
 * Pushes to a registry, never to its mirrors. What it has already is not sent; manifests come after
 * their layers, an index after its images, the tag last of all, so that a broken push leaves nothing
 * that can be pulled.
 */
export const registrySink =
  (reference: Reference, options: UploadOptions): Sink =>
  async (artifact, ctx) => {
    const uploads = await openUploads(reference, options, ctx);
    const descriptor = await pushArtifact(artifact, uploads);
    return { digest: descriptor.digest, descriptor, place: familiarName(withDefaultTag(reference)) };
  };

async function pushArtifact(artifact: Artifact, uploads: Uploads) {
  if (!isIndex(artifact)) return uploads.manifest(manifestOf(await pushParts(artifact, uploads)), "tag");
  const images: IndexedImage[] = [];
  for (const one of artifact.images) images.push({ ...one, image: await pushParts(one.image, uploads) });
  const { index, manifests, attestations } = indexDocuments({ ...artifact, images });
  for (const manifest of manifests) await uploads.manifest(manifest, "digest");
  for (const { manifest, blobs } of attestations) {
    await uploads.documents(blobs);
    await uploads.manifest(manifest, "digest");
  }
  return uploads.manifest(index, "tag");
}

/** Sends the layers and config of an image; gives the image in the form it was sent in. */
async function pushParts(image: Image, uploads: Uploads): Promise<Image> {
  const leaving = withLayers(await uploads.layers(image.layers))(image);
  await uploads.documents([configOf(leaving)]);
  return leaving;
}
