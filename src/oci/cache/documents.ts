import type { Descriptor, Layer } from "../blob.ts";
import { type Document, jsonDocument } from "../image/document.ts";
import { layerInFamily } from "../image/edit.ts";
import { mediaTypeOf } from "../image/media.ts";
import type { Family } from "../media-types.ts";
import { cacheConfig } from "./config.ts";
import { cacheConfigType, type CacheRecord } from "./record.ts";

/** How the cache stands in a registry; BuildKit's `image-manifest` and `oci-mediatypes`. */
export interface CacheForm {
  /** An image's manifest, or an index that lists layers. */
  readonly manifest: boolean;
  /** Docker's media types go with an index alone, as in BuildKit. */
  readonly family: Family;
}

export interface CacheDocuments {
  readonly config: Document;
  readonly manifest: Document;
}

/** The documents of a cache, in BuildKit's form (cache/remotecache/export.go); equal records give equal bytes. `layers` have the form they leave in. */
export function cacheDocuments(
  records: readonly CacheRecord[],
  layers: readonly Layer[],
  { manifest, family }: CacheForm,
): CacheDocuments {
  const config = jsonDocument(cacheConfig(records, layers), cacheConfigType);
  const listed = layers.map((layer) => describe(layer, family));
  const mediaType = mediaTypeOf(family, manifest ? "manifest" : "index");
  const parts = manifest
    ? { config: config.descriptor, layers: listed }
    : { manifests: [...listed, config.descriptor] };
  return { config, manifest: jsonDocument({ schemaVersion: 2, mediaType, ...parts }, mediaType) };
}

/** BuildKit asks for the annotation, to know a layer again once it is unpacked. */
function describe(layer: Layer, family: Family): Descriptor {
  const { mediaType, digest, size, diffId } = layerInFamily(layer, family);
  return { mediaType, digest, size, annotations: { "containerd.io/uncompressed": diffId } };
}
