/** image-spec media-types.md, and Docker's image manifest v2 schema 2. */
export const oci = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar",
  layerGzip: "application/vnd.oci.image.layer.v1.tar+gzip",
  layerZstd: "application/vnd.oci.image.layer.v1.tar+zstd",
} as const;

export const docker = {
  index: "application/vnd.docker.distribution.manifest.list.v2+json",
  manifest: "application/vnd.docker.distribution.manifest.v2+json",
  config: "application/vnd.docker.container.image.v1+json",
  layer: "application/vnd.docker.image.rootfs.diff.tar",
  layerGzip: "application/vnd.docker.image.rootfs.diff.tar.gzip",
  /** Never in Docker's specification; BuildKit and containerd write and read it. */
  layerZstd: "application/vnd.docker.image.rootfs.diff.tar.zstd",
} as const;

/** The two families. Within one image they are never mixed. */
export type Family = "oci" | "docker";

/** What in-toto statements of images are about. */
export const predicates = {
  spdx: "https://spdx.dev/Document",
  provenance: "https://slsa.dev/provenance/v1",
} as const;

/** What BuildKit's attestations are stored as (docs/attestations/attestation-storage.md). */
export const attestation = {
  artifact: "application/vnd.docker.attestation.manifest.v1+json",
  statement: "application/vnd.in-toto+json",
  /** image-spec manifest.md, "Guidance for an Empty Descriptor". */
  emptyConfig: "application/vnd.oci.empty.v1+json",
} as const;
