import { problems } from "../errors.ts";

export const problem = problems({
  "oci/bad-digest":
    "Something that should be a content digest is not `sha256:` followed by 64 hex digits. djib refuses it before it becomes part of a path or an address.",
  "oci/bad-reference":
    "An image name does not follow the grammar `[host[:port]/]name[/name…][:tag][@sha256:…]`. Names are lower case.",
  "oci/bad-platform": "A platform is written `os/architecture[/variant]`, for example linux/arm64.",
  "oci/corrupt-blob":
    "The bytes of a blob do not have the digest or size that its descriptor promises. In the store the blob is put aside and fetched again; from a registry the transfer is refused.",
  "oci/no-layout":
    "A directory in OCI's image layout was expected, with index.json and its blobs beneath blobs/sha256. A file of it is missing, is no plain file, or cannot be read.",
  "oci/ambiguous-layout":
    "A directory in OCI's image layout holds several images, and it is not clear which one is meant: no entry of index.json has the tag that was asked for, or several with different digests have it. Name the image by its tag or digest.",
});
