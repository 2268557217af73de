import type { Annotations } from "../oci/image/image.ts";
import type { Reference } from "../oci/reference.ts";
import type { Store } from "../oci/store/store.ts";
import { ociLayout } from "./archive/oci-layout.ts";
import { writeArchive } from "./archive/write-archive.ts";
import { type Destination, showDestination, writeDestination } from "./host/destination.ts";
import type { Sink } from "./sink.ts";

export interface ArchiveOptions {
  readonly dest: Destination;
  /** Names that the image carries in the archive; their tags default to latest. */
  readonly names: readonly Reference[];
  /** Of the descriptor in index.json: what `--annotation index-descriptor:` means. */
  readonly annotations?: Annotations | undefined;
  readonly store: Store;
}

/** `-o type=oci`: an OCI image layout as one tar. Equal images give equal bytes. */
export const ociArchive =
  ({ dest, names, annotations, store }: ArchiveOptions): Sink =>
  async (artifact, ctx) => {
    const { top, files } = await ociLayout(artifact, { names, annotations }, store, ctx);
    await writeDestination(dest, writeArchive(files));
    return { digest: top.descriptor.digest, descriptor: top.descriptor, place: showDestination(dest) };
  };
