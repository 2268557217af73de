import { problems } from "../../../errors.ts";

export const problem = problems({
  "oci/bad-gzip":
    "A compressed layer is damaged: it is not gzip, is cut short, fails its checksum, or has other bytes behind its end. Trailing zero bytes are the one padding that is accepted. Pull the image again; where that does not help, the registry holds a broken layer.",
  "oci/layer-too-large":
    "A layer unpacks to more bytes than djib accepts. Such a layer is nearly always an attack (a decompression bomb).",
});
