import type { Ctx } from "../../ctx.ts";
import type { Blob } from "../../oci/blob.ts";
import { hexOf } from "../../oci/digest.ts";
import { configOf, indexDocuments, isIndex, manifestOf } from "../../oci/image/derive.ts";
import type { Document } from "../../oci/image/document.ts";
import { inFamily, withLayers } from "../../oci/image/edit.ts";
import type { Annotations, Artifact, Image, IndexedImage } from "../../oci/image/image.ts";
import { compressLayer } from "../../oci/layer/gzip/compress-layer.ts";
import { oci } from "../../oci/media-types.ts";
import { fullName, type Reference, withDefaultTag } from "../../oci/reference.ts";
import type { Store } from "../../oci/store/store.ts";
import { type ArchiveFile, bytesFile, jsonFile } from "./write-archive.ts";

export interface Layout {
  /** The manifest's or index's: what index.json points to. */
  readonly top: Document;
  /** oci-layout, index.json, then every blob once, documents before layers. */
  readonly files: readonly ArchiveFile[];
}

/** What index.json says of the artifact. */
interface Carried {
  readonly names: readonly Reference[];
  readonly annotations?: Annotations | undefined;
}

/**
 * An artifact as image-spec's image-layout.md has it, in OCI's media types, layers compressed.
 * index.json has an entry for each name, with the annotations that containerd, docker and podman
 * look for, or one without a name.
 */
export async function ociLayout(
  artifact: Artifact,
  carried: Carried,
  store: Pick<Store, "blobs" | "forms">,
  ctx: Ctx,
): Promise<Layout> {
  const ready = await inOci(artifact, store, ctx);
  const images = isIndex(ready) ? ready.images.map(({ image }) => image) : [ready];
  const [top, ...rest] = documentsOf(ready);
  const blobs: ArchiveFile[] = [
    ...[top, ...rest].map(({ bytes, descriptor }) => bytesFile(blobName(descriptor), bytes)),
    ...images.flatMap(({ layers }) => layers).map((layer) => layerFile(layer, ctx)),
  ];
  return {
    top,
    files: [
      jsonFile("oci-layout", { imageLayoutVersion: "1.0.0" }),
      jsonFile("index.json", { schemaVersion: 2, mediaType: oci.index, manifests: entries(ready, top, carried) }),
      { name: "blobs/" },
      { name: "blobs/sha256/" },
      ...new Map(blobs.map((blob) => [blob.name, blob])).values(),
    ],
  };
}

/** The manifest or index first. */
function documentsOf(artifact: Artifact): [Document, ...Document[]] {
  if (!isIndex(artifact)) return [manifestOf(artifact), configOf(artifact)];
  const { index, manifests, attestations } = indexDocuments(artifact);
  const configs = artifact.images.map(({ image }) => configOf(image));
  return [index, ...manifests, ...configs, ...attestations.flatMap(({ manifest, blobs }) => [manifest, ...blobs])];
}

function entries(artifact: Artifact, { descriptor }: Document, { names, annotations }: Carried) {
  const { os, architecture, variant } = isIndex(artifact) ? {} : artifact.config;
  const platform = os === undefined ? undefined : { os, architecture, variant };
  const entry = { ...descriptor, platform, annotations };
  if (names.length === 0) return [entry];
  return names.map(withDefaultTag).map((name) => ({
    ...entry,
    annotations: {
      ...annotations,
      "io.containerd.image.name": fullName(name),
      ...(name.tag === undefined ? {} : { "org.opencontainers.image.ref.name": name.tag }),
    },
  }));
}

async function inOci(artifact: Artifact, store: Pick<Store, "blobs" | "forms">, ctx: Ctx): Promise<Artifact> {
  if (!isIndex(artifact)) return compressed(inFamily("oci")(artifact), store, ctx);
  const images: IndexedImage[] = [];
  for (const one of artifact.images)
    images.push({ ...one, image: await compressed(inFamily("oci")(one.image), store, ctx) });
  return { ...artifact, family: "oci", images };
}

/** The same image with every layer in the form it leaves in. One after another: each keeps all processors busy. */
async function compressed(image: Image, store: Pick<Store, "blobs" | "forms">, ctx: Ctx): Promise<Image> {
  const layers = [];
  for (const layer of image.layers) layers.push(await compressLayer(layer, store, ctx));
  return withLayers(layers)(image);
}

const blobName = ({ digest }: Pick<Blob, "digest">): string => `blobs/sha256/${hexOf(digest)}`;

const layerFile = (layer: Blob, { signal }: Ctx): ArchiveFile => ({
  name: blobName(layer),
  content: { size: layer.size, digest: layer.digest, open: () => layer.open(signal) },
});
