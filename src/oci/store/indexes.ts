import { limits } from "../../limits.ts";
import type { Descriptor } from "../blob.ts";
import { isAbout, isAttestation, parseStatement } from "../image/attestation.ts";
import { indexDocuments } from "../image/derive.ts";
import type { Document } from "../image/document.ts";
import { problem } from "../image/errors.ts";
import type { Attestation, Image, Index } from "../image/image.ts";
import { parseAttestationManifest } from "../image/parse-attestation.ts";
import { type ManifestIndex, parseArtifact } from "../image/parse.ts";
import type { Platform } from "../platform.ts";
import { readWhole } from "./read-whole.ts";
import type { Blobs } from "./store.ts";

/** Reads an index back with its images and attestations; see `Images.loadIndex`. */
export async function loadIndex(
  descriptor: Descriptor,
  blobs: Blobs,
  load: (manifest: Descriptor) => Promise<Image>,
): Promise<Index> {
  const { family, manifests, annotations } = await parsed(descriptor, blobs);
  const images: Index["images"][number][] = [];
  for (const entry of manifests) {
    if (isAttestation(entry)) continue;
    const image = await load(entry);
    const attestations = await attestationsAbout(entry, manifests, blobs);
    images.push({
      platform: entry.platform ?? platformOf(image),
      image,
      ...(entry.annotations === undefined ? {} : { annotations: entry.annotations }),
      ...(attestations.length === 0 ? {} : { attestations }),
    });
  }
  return { family, images, ...(annotations === undefined ? {} : { annotations }) };
}

async function parsed(descriptor: Descriptor, blobs: Blobs): Promise<ManifestIndex> {
  const found = parseArtifact(await readWhole(blobs.get(descriptor), limits.manifest), descriptor.mediaType);
  if (found.kind === "index") return found;
  throw problem("image/ambiguous", "the manifest of one image stands where an index is expected");
}

const platformOf = ({ config: { os, architecture, variant } }: Image): Platform => ({
  os,
  architecture,
  ...(variant === undefined ? {} : { variant }),
});

async function attestationsAbout(
  image: Descriptor,
  manifests: readonly Descriptor[],
  blobs: Blobs,
): Promise<readonly Attestation[]> {
  const attestations: Attestation[] = [];
  for (const entry of manifests.filter((other) => isAbout(other, image))) {
    const statements = parseAttestationManifest(await readWhole(blobs.get(entry), limits.manifest));
    for (const statement of statements)
      attestations.push(parseStatement(await readWhole(blobs.get(statement), limits.attestation)));
  }
  return attestations;
}

/** Children first. */
export async function saveIndex(
  index: Index,
  save: (image: Image) => Promise<Descriptor>,
  keep: (document: Document) => Promise<Descriptor>,
): Promise<Descriptor> {
  for (const { image } of index.images) await save(image);
  const documents = indexDocuments(index);
  for (const { manifest, blobs } of documents.attestations)
    for (const document of [...blobs, manifest]) await keep(document);
  return keep(documents.index);
}
