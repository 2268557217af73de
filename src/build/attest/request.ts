import type { Reference } from "../../oci/reference.ts";

/** `--attest type=provenance`. */
export interface ProvenanceRequest {
  /** "max" tells build arguments, secrets' names and the Dockerfile too. */
  readonly mode: "min" | "max";
  /** Who built, as an address; "" where nobody says. */
  readonly builderId: string;
  readonly reproducible: boolean;
}

/** What is attested of each image, beside it. */
export interface AttestRequest {
  readonly sbom: boolean;
  readonly provenance: ProvenanceRequest | undefined;
  /** Names that the attestations give to the image. */
  readonly names: readonly Reference[];
  /** What builds: name and version. */
  readonly tool: { readonly name: string; readonly version: string };
}
