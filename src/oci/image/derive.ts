import type { Descriptor, Layer } from "../blob.ts";
import { digestOf } from "../digest.ts";
import { problem } from "./errors.ts";
import type { Artifact, Image, Index, RawImage } from "./image.ts";
import { canonical } from "./json.ts";
import { mediaTypeOf } from "./media.ts";

/** A document of an image as it is stored and sent. */
export interface Document {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly descriptor: Descriptor;
}

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

/** The index over manifests that are each derived by `manifestOf`. */
export function indexOf(index: Index): Document {
  const mediaType = mediaTypeOf(index.family, "index");
  const manifests = index.images.map(({ platform, image }) => {
    if (image.family !== index.family)
      throw problem("image/invalid", `an index of ${index.family} types holds an image of ${image.family} types`);
    return { ...manifestOf(image).descriptor, platform };
  });
  return documentOf(Buffer.from(canonical({ schemaVersion: 2, mediaType, manifests })), mediaType);
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

const documentOf = (bytes: Uint8Array, mediaType: string): Document => ({
  bytes,
  mediaType,
  descriptor: { mediaType, digest: digestOf(bytes), size: bytes.length },
});
