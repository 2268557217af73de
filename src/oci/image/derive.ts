import type { Descriptor, Layer } from "../blob.ts";
import { attestationDocuments, type AttestationDocuments, attestationEntry } from "./attestation.ts";
import { type Document, documentOf, jsonDocument } from "./document.ts";
import { problem } from "./errors.ts";
import type { Artifact, Image, Index, IndexedImage, RawImage } from "./image.ts";
import { canonical } from "./json.ts";
import { mediaTypeOf } from "./media.ts";

export const isIndex = (artifact: Artifact): artifact is Index => "images" in artifact;

/** The config as stored; its digest is the image ID. As pulled, where the image was not edited. */
export const configBytes = (image: Image): Uint8Array => image.raw?.config ?? Buffer.from(canonical(image.config));

export function configOf(image: Image): Document {
  return documentOf(configBytes(image), mediaTypeOf(image.family, "config"));
}

/**
 * The manifest of an image: a pure function of the value. The bytes as pulled, where the image
 * was not edited, otherwise canonical JSON.
 */
export function manifestOf(image: Image): Document {
  if (image.raw !== undefined) return documentOf(image.raw.manifest, image.raw.manifestMediaType);
  return documentOf(manifestBytes(image, configOf(image).descriptor), mediaTypeOf(image.family, "manifest"));
}

/** All documents of an index but the configs of its images. */
export interface IndexDocuments {
  readonly index: Document;
  /** In the order of the images. */
  readonly manifests: readonly Document[];
  readonly attestations: readonly AttestationDocuments[];
}

/**
 * The index over manifests that are each derived by `manifestOf`: the images in their order, then
 * their attestations, as BuildKit orders them. A pure function of the value.
 */
export function indexDocuments(index: Index): IndexDocuments {
  const mediaType = mediaTypeOf(index.family, "index");
  const manifests = index.images.map(({ image }) => manifestOf(image));
  const attested = index.images.flatMap(({ attestations = [] }, i) => {
    const target = manifests[i]!.descriptor;
    if (attestations.length === 0) return [];
    const documents = attestationDocuments(target, attestations);
    return [{ documents, entry: attestationEntry(documents.manifest, target) }];
  });
  const entries = [
    ...index.images.map((one, i) => entryOf(one, manifests[i]!, index)),
    ...attested.map(({ entry }) => entry),
  ];
  const annotations = index.family === "oci" ? index.annotations : undefined;
  return {
    index: jsonDocument({ schemaVersion: 2, mediaType, manifests: entries, annotations }, mediaType),
    manifests,
    attestations: attested.map(({ documents }) => documents),
  };
}

export const indexOf = (index: Index): Document => indexDocuments(index).index;

function entryOf({ platform, image, annotations }: IndexedImage, { descriptor }: Document, index: Index): Descriptor {
  if (image.family !== index.family)
    throw problem("image/invalid", `an index of ${index.family} types holds an image of ${image.family} types`);
  return { ...descriptor, platform, ...(annotations === undefined || index.family !== "oci" ? {} : { annotations }) };
}

/** The image ID that docker shows: digest of the config. */
export const imageId = (image: Image) => configOf(image).descriptor.digest;

/** As `raw` of an image that keeps its config's bytes but is described by a new manifest. */
export function redescribed(image: Image, config: Uint8Array): RawImage {
  const { descriptor } = documentOf(config, mediaTypeOf(image.family, "config"));
  return {
    manifest: manifestBytes(image, descriptor),
    manifestMediaType: mediaTypeOf(image.family, "manifest"),
    config,
  };
}

function manifestBytes({ family, layers, annotations }: Image, config: Descriptor): Uint8Array {
  const mediaType = mediaTypeOf(family, "manifest");
  // Docker's format has no annotations; some registries refuse unknown fields.
  const extra = family === "oci" ? annotations : undefined;
  const described = layers.map((layer) => descriptorOf(layer, family === "oci"));
  return Buffer.from(canonical({ schemaVersion: 2, mediaType, config, layers: described, annotations: extra }));
}

const descriptorOf = ({ mediaType, digest, size, annotations }: Layer, annotated: boolean): Descriptor => ({
  mediaType,
  digest,
  size,
  ...(annotated && annotations !== undefined ? { annotations } : {}),
});
