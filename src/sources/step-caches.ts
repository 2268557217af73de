import path from "node:path";
import type { Ctx } from "../ctx.ts";
import type { Descriptor } from "../oci/blob.ts";
import { readCache } from "../oci/cache/read.ts";
import type { Digest } from "../oci/digest.ts";
import { problem } from "../oci/image/errors.ts";
import type { Platform } from "../oci/platform.ts";
import { familiarName, type Reference, withDefaultTag } from "../oci/reference.ts";
import type { RegistryConfig } from "../oci/registry/config.ts";
import type { Store } from "../oci/store/store.ts";
import type { BlobPlace } from "./blob-place.ts";
import type { CacheSource } from "./cache-source.ts";
import { Fetches } from "./fetches.ts";
import { layoutDirectory } from "./layout-directory.ts";
import { pullers } from "./pullers.ts";

/** What caches are read with. `platform`: which image of an index tells of its layers. */
interface Reading {
  readonly store: Store;
  readonly platform: Platform;
}

/** `--cache-from type=registry`: a cache that was pushed, or an image with one inline. */
export function registryCache(given: Reference, config: RegistryConfig, reading: Reading): CacheSource {
  const reference = withDefaultTag(given);
  const puller = pullers(config);
  const place = (ctx: Ctx) => puller(reference, ctx);
  const target = reference.digest ?? reference.tag!;
  return cacheAt({ name: familiarName(reference), reference, target, place }, reading);
}

/** `--cache-from type=local`: the directory that `--cache-to type=local` wrote. */
export function localCache(directory: string, target: string, reading: Reading): CacheSource {
  const place = ({ host }: Ctx) => layoutDirectory(path.resolve(host.system.cwd, directory));
  return cacheAt({ name: directory, reference: undefined, target, place }, reading);
}

interface Place extends Pick<CacheSource, "name" | "reference"> {
  /** Tag or digest. */
  readonly target: string;
  place(ctx: Ctx): BlobPlace;
}

function cacheAt({ name, reference, target, place }: Place, { store, platform }: Reading): CacheSource {
  const fetches = new Fetches(store);
  return {
    name,
    reference,
    has: async ({ digest }, ctx) => (await store.blobs.has(digest)) || place(ctx).has(digest),
    async load(ctx) {
      const from = place(ctx);
      const document = async (described: Descriptor, limit: number) => {
        if (described.size > limit)
          throw problem(
            "image/too-large",
            `${described.digest} has ${described.size} bytes; at most ${limit} are read`,
          );
        await fetches.fetch(described, from);
        return whole(store.blobs.get(described).open(ctx.signal));
      };
      const top = await from.manifest(target);
      const records = await readCache(top, platform, document);
      return records.map(({ key, layer, blob }) => ({
        key,
        layer,
        content: blob === undefined ? undefined : fetches.layer(layerOf(blob, layer.diffId, store), from),
      }));
    },
  };
}

const layerOf = (blob: Descriptor, diffId: Digest, store: Store) => {
  const { mediaType, digest, size } = blob;
  return { mediaType, digest, size, diffId, open: store.blobs.get({ mediaType, digest, size }).open };
};

async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(Uint8Array.from(chunk));
  return Buffer.concat(all);
}
