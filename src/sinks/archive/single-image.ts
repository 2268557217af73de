import { isIndex } from "../../oci/image/derive.ts";
import type { Artifact, Image } from "../../oci/image/image.ts";
import { problem } from "../errors.ts";

/** The one image of an artifact, for forms that cannot hold several platforms. `form` names it. */
export function singleImage(artifact: Artifact, form: string): Image {
  if (!isIndex(artifact)) return artifact;
  const [only] = artifact.images;
  if (only !== undefined && artifact.images.length === 1) return only.image;
  throw problem("sinks/unsupported", `${form} holds one platform, and this image has ${artifact.images.length}`, {
    help: "choose one --platform, or use -o type=oci, which holds them all",
  });
}
