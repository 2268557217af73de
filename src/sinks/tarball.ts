import { imageId } from "../oci/image/derive.ts";
import type { Entry } from "../oci/layer/changeset.ts";
import { endOfArchive, paddingOf } from "../oci/layer/tar/block.ts";
import { encodeHeader } from "../oci/layer/tar/writer.ts";
import type { Store } from "../oci/store/store.ts";
import { flattened } from "./archive/flattened.ts";
import { singleImage } from "./archive/single-image.ts";
import { type Destination, showDestination, writeDestination } from "./host/destination.ts";
import type { Sink } from "./sink.ts";

export interface TarballOptions {
  readonly dest: Destination;
  readonly store: Pick<Store, "layers" | "ensureLayer">;
}

/**
 * `-o type=tar`: the image's files as one tar, as docker build writes it: layers merged, owners,
 * modes, times, links, devices and extended attributes kept, no configuration. The root has no entry.
 */
export const tarball =
  ({ dest, store }: TarballOptions): Sink =>
  async (artifact, ctx) => {
    const image = singleImage(artifact, "a tar of the files");
    await writeDestination(dest, writeEntries(flattened(image, store, ctx)));
    return { digest: imageId(image), place: showDestination(dest) };
  };

async function* writeEntries(entries: AsyncIterable<Entry>): AsyncGenerator<Uint8Array> {
  for await (const entry of entries) {
    const size = entry.type === "file" ? entry.content.size : 0;
    yield encodeHeader({ entry, name: entry.type === "directory" ? `${entry.path}/` : entry.path, size });
    if (entry.type !== "file") continue;
    yield* entry.content.open();
    yield Buffer.alloc(paddingOf(size));
  }
  yield endOfArchive;
}
