import { problems } from "../../errors.ts";

export const problem = problems({
  "image/bad-json":
    "A manifest, index or config is not the JSON that the image format asks for: it is not JSON at all, or a field is missing or of another type. The image is broken or was made by a faulty tool.",
  "image/too-large":
    "A manifest, index or config is larger than any honest one. Registries cap manifests at 4 MiB, and so does djib.",
  "image/ambiguous":
    "A document claims to be a manifest and an index at once, or its media type contradicts what it was announced as. Two tools would read two different images from the same digest (CVE-2021-41190), so it is refused.",
  "image/unsupported":
    "The document is well-formed, but it is not an image that djib can build on: an old schema 1 manifest, a Helm chart, an attestation, layers that may not be distributed, or a compression that djib does not read.",
  "image/no-platform":
    "The image exists, but not for the platform that was asked for. The message names the platforms there are; choose one with --platform, or take another base image.",
  "image/invalid":
    "An image breaks a rule of the format: for example it has another number of layers than its config says. In an image that djib built this is a fault of djib; please report it.",
});
