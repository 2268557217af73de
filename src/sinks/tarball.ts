import type { Entry } from "../oci/layer/changeset.ts";
import { endOfArchive, paddingOf } from "../oci/layer/tar/block.ts";
import { encodeHeader } from "../oci/layer/tar/writer.ts";
import { flatDigest, flattened, type FlatOptions } from "./archive/flattened.ts";
import { type Destination, showDestination, writeDestination } from "./host/destination.ts";
import type { Sink } from "./sink.ts";

export interface TarballOptions extends FlatOptions {
  readonly dest: Destination;
}

/**
 * `-o type=tar`: the image's files as one tar, as docker build writes it: layers merged, owners,
 * modes, times, links, devices and extended attributes kept, no configuration. The root has no entry.
 * Several platforms stand in a directory each.
 */
export const tarball =
  ({ dest, ...to }: TarballOptions): Sink =>
  async (artifact, ctx) => {
    await writeDestination(dest, writeEntries(flattened(artifact, to, ctx)));
    return { digest: flatDigest(artifact), place: showDestination(dest) };
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
