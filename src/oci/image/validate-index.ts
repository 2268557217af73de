import { isDeepStrictEqual } from "node:util";
import type { Descriptor } from "../blob.ts";
import { formatPlatform, normalise } from "../platform.ts";
import { isAbout, isAttestation, parseStatement } from "./attestation.ts";
import { indexDocuments } from "./derive.ts";
import type { Index, IndexedImage } from "./image.ts";
import { parseAttestationManifest } from "./parse-attestation.ts";
import { parseArtifact } from "./parse.ts";
import { refuse, validateImage } from "./validate.ts";

/**
 * Every invariant of an index and of its images. Throws `image/invalid` with all that is wrong, or
 * what the parsers throw on the derived documents. `deep` as in `validateImage`.
 */
export async function validateIndex(index: Index, options: { readonly deep?: boolean } = {}): Promise<void> {
  refuse([...shape(index)], "the index");
  for (const { image } of index.images) await validateImage(image, options);
  refuse([...documents(index)], "the index");
}

function* shape({ images, family }: Index): Iterable<string> {
  if (images.length === 0) yield "it holds no image";
  const seen = new Set<string>();
  for (const one of images) {
    const platform = formatPlatform(normalise(one.platform));
    if (seen.has(platform)) yield `it holds ${platform} twice`;
    seen.add(platform);
    yield* imageFaults(one, platform);
    if (one.image.family !== family) yield `the image for ${platform} is of ${one.image.family} types, not ${family}`;
    if (family !== "oci" && (one.attestations ?? []).length > 0) yield "Docker's types hold no attestations";
  }
}

function* imageFaults({ image, attestations = [] }: IndexedImage, platform: string): Iterable<string> {
  const own = formatPlatform(normalise(image.config));
  if (own !== platform) yield `the image for ${platform} says that it is for ${own}`;
  for (const { predicateType } of attestations) if (predicateType === "") yield "an attestation has no type";
}

/** What is derived must read back as the value it was derived from. */
function* documents(index: Index): Iterable<string> {
  const { index: top, manifests, attestations } = indexDocuments(index);
  const read = parseArtifact(top.bytes, top.mediaType);
  const entries = read.kind === "index" ? read.manifests : [];
  const images = entries.filter((entry) => !isAttestation(entry));
  if (
    !isDeepStrictEqual(
      images.map(named),
      manifests.map(({ descriptor }) => named(descriptor)),
    )
  )
    yield "it names other manifests than it has";
  for (const { manifest, blobs } of attestations) {
    const target = images.filter((image) =>
      entries.some((entry) => isAbout(entry, image) && entry.digest === manifest.descriptor.digest),
    );
    if (target.length !== 1) yield `attestation ${manifest.descriptor.digest} is about ${target.length} of its images`;
    const statements = parseAttestationManifest(manifest.bytes);
    for (const { digest } of statements) {
      const blob = blobs.find(({ descriptor }) => descriptor.digest === digest);
      if (blob === undefined) yield `attestation ${digest} is named and not there`;
      else parseStatement(blob.bytes);
    }
  }
}

const named = ({ mediaType, digest, size }: Descriptor) => ({ mediaType, digest, size });
