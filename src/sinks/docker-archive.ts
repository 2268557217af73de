import { imageId } from "../oci/image/derive.ts";
import { dockerFiles } from "./archive/docker-files.ts";
import { singleImage } from "./archive/single-image.ts";
import { writeArchive } from "./archive/write-archive.ts";
import { showDestination, writeDestination } from "./host/destination.ts";
import type { ArchiveOptions } from "./oci-archive.ts";
import type { Sink } from "./sink.ts";

/** `-o type=docker`: what `docker load` and `podman load` take. It has no manifest, so the digest is the image ID. */
export const dockerArchive =
  ({ dest, names, store }: ArchiveOptions): Sink =>
  async (artifact, ctx) => {
    const image = singleImage(artifact, "a docker archive");
    await writeDestination(dest, writeArchive(dockerFiles(image, names, store, ctx)));
    return { digest: imageId(image), place: showDestination(dest) };
  };
