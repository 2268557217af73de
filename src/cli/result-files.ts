import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Built } from "../build/request.ts";
import type { Descriptor } from "../oci/blob.ts";
import type { Digest } from "../oci/digest.ts";
import { imageId, isIndex } from "../oci/image/derive.ts";
import type { JsonObject } from "../oci/image/json.ts";
import { predicates } from "../oci/media-types.ts";
import { formatPlatform } from "../oci/platform.ts";
import { fullName, type Reference } from "../oci/reference.ts";
import type { Delivery } from "./deliver.ts";

export interface Result {
  readonly built: Built;
  /** What djib's store has. */
  readonly saved: Descriptor;
  readonly names: readonly Reference[];
  readonly deliveries: readonly Delivery[];
}

/** What went out with a manifest, to a registry first of all. */
const sentOf = ({ deliveries }: Result): Delivery | undefined =>
  deliveries.find(({ kind }) => kind === "registry") ?? deliveries.find(({ descriptor }) => descriptor !== undefined);

/**
 * What the build is called by `-q` and `--iidfile`: the image ID, as in docker; of an index its digest,
 * in the form it was sent in.
 */
export function resultId(result: Result): Digest {
  if (!isIndex(result.built.artifact)) return imageId(result.built.artifact);
  return sentOf(result)?.digest ?? result.saved.digest;
}

/** What is attested of how each image was built; of several, each under its platform (buildx: build/provenance.go). */
function provenancesOf({ artifact }: Built): Readonly<Record<string, JsonObject>> {
  if (!isIndex(artifact)) return {};
  const several = artifact.images.length > 1;
  const all = artifact.images.flatMap(({ platform, attestations = [] }) =>
    attestations
      .filter(({ predicateType }) => predicateType === predicates.provenance)
      .map(({ predicate }) => [several ? `/${formatPlatform(platform)}` : "", predicate] as const),
  );
  return Object.fromEntries(all.map(([suffix, predicate]) => [`buildx.build.provenance${suffix}`, predicate]));
}

/** --iidfile and --metadata-file, with buildx's keys (docs/reference/buildx_build.md). */
export function writeResultFiles(
  result: Result,
  files: { readonly iidfile: string | undefined; readonly "metadata-file": string | undefined },
  cwd: string,
): void {
  if (files.iidfile !== undefined) writeFileSync(path.resolve(cwd, files.iidfile), resultId(result));
  if (files["metadata-file"] === undefined) return;
  const { artifact } = result.built;
  const sent = sentOf(result);
  const metadata = {
    ...provenancesOf(result.built),
    ...(isIndex(artifact) ? {} : { "containerimage.config.digest": imageId(artifact) }),
    ...(sent?.descriptor === undefined ? {} : { "containerimage.descriptor": sent.descriptor }),
    ...(sent === undefined ? {} : { "containerimage.digest": sent.digest }),
    ...(result.names.length === 0 ? {} : { "image.name": result.names.map(fullName).join(",") }),
  };
  writeFileSync(path.resolve(cwd, files["metadata-file"]), `${JSON.stringify(metadata, null, 2)}\n`);
}
