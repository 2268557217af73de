import { limits } from "../../limits.ts";
import type { Descriptor } from "../blob.ts";
import { attestation as types } from "../media-types.ts";
import { problem } from "./errors.ts";
import { array, parseObject } from "./json.ts";
import { descriptor } from "./parse.ts";

/**
 * The statements that an attestation manifest names, in its order; what is of another media type is
 * ignored, as attestation-storage.md asks. Throws `image/bad-json`, `image/too-large`, `oci/bad-digest`.
 */
export function parseAttestationManifest(bytes: Uint8Array): readonly Descriptor[] {
  const what = "the attestation manifest";
  const { layers } = parseObject(bytes, what, limits.manifest);
  const found = array(layers ?? [], `${what}'s layers`);
  if (found.length > limits.attestationsPerImage)
    throw problem("image/too-large", `an image has ${found.length} attestations`, {
      detail: [`at most ${limits.attestationsPerImage} are accepted`],
    });
  return found
    .map((entry, i) => descriptor(entry, `${what}'s layers[${i}]`))
    .filter(({ mediaType }) => mediaType === types.statement);
}
