import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Ctx } from "../ctx.ts";
import { limits } from "../limits.ts";
import type { Layer } from "../oci/blob.ts";
import { cacheDocuments } from "../oci/cache/documents.ts";
import { type Digest, hexOf } from "../oci/digest.ts";
import { array, canonical, parseObject } from "../oci/image/json.ts";
import { descriptor } from "../oci/image/parse.ts";
import { oci } from "../oci/media-types.ts";
import { type CacheExport, layersOf } from "./cache-export.ts";
import { fault, writeDestination } from "./host/destination.ts";
import type { Delivered } from "./sink.ts";

export interface LocalCacheOptions {
  readonly dest: string;
  /** Under which it stands in index.json. */
  readonly tag: string;
  /** Removes blobs that this cache does not have. */
  readonly reset: boolean;
  /** Gives a layer in the form it leaves the machine in. */
  readonly compress: (layer: Layer, ctx: Ctx) => Promise<Layer>;
}

/**
 * `--cache-to type=local`: an OCI image layout that grows: blobs that are there stay (without
 * `reset`), and so do other tags. Each file is whole or not there, index.json last, so that whoever
 * reads meanwhile finds the old cache or the new one.
 */
export const localCacheSink =
  ({ dest, tag, reset, compress }: LocalCacheOptions) =>
  async (cache: CacheExport, ctx: Ctx): Promise<Delivered> => {
    const root = path.resolve(ctx.host.system.cwd, dest);
    const blobs = path.join(root, "blobs", "sha256");
    const fileOf = ({ digest }: { readonly digest: Digest }) => path.join(blobs, hexOf(digest));
    await mkdir(blobs, { recursive: true }).catch((error: unknown) => {
      throw fault(dest, error);
    });
    const layers: Layer[] = [];
    for (const layer of layersOf(cache)) {
      const sent = await compress(layer, ctx);
      if (!(await hasSize(fileOf(sent), sent.size))) await writeDestination(fileOf(sent), sent.open(ctx.signal));
      layers.push(sent);
    }
    const { config, manifest } = cacheDocuments(cache.records, layers, cache);
    for (const { bytes, descriptor } of [config, manifest]) await writeDestination(fileOf(descriptor), single(bytes));
    const others = reset ? [] : await otherEntries(path.join(root, "index.json"), tag);
    const annotations = { "org.opencontainers.image.ref.name": tag };
    const manifests = [...others, { ...manifest.descriptor, annotations }];
    await writeDestination(path.join(root, "oci-layout"), json({ imageLayoutVersion: "1.0.0" }));
    await writeDestination(path.join(root, "index.json"), json({ schemaVersion: 2, mediaType: oci.index, manifests }));
    if (reset) await removeOthers(blobs, [...layers, config.descriptor, manifest.descriptor]);
    return { digest: manifest.descriptor.digest, place: dest };
  };

const hasSize = (file: string, size: number): Promise<boolean> =>
  stat(file).then(
    (there) => there.size === size,
    () => false,
  );

/** What index.json lists under other tags, as it stands. */
async function otherEntries(file: string, tag: string): Promise<readonly unknown[]> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw fault(file, error);
  });
  if (bytes === undefined) return [];
  const entries = array(parseObject(bytes, file, limits.manifest).manifests ?? [], "manifests");
  const tagOf = (entry: unknown, i: number) =>
    descriptor(entry, `manifests[${i}]`).annotations?.["org.opencontainers.image.ref.name"];
  return entries.filter((entry, i) => tagOf(entry, i) !== tag);
}

async function removeOthers(blobs: string, kept: readonly { readonly digest: Digest }[]): Promise<void> {
  const names = new Set(kept.map(({ digest }) => hexOf(digest)));
  for (const name of await readdir(blobs))
    if (/^[0-9a-f]{64}$/.test(name) && !names.has(name)) await rm(path.join(blobs, name), { force: true });
}

const json = (value: unknown): AsyncGenerator<Uint8Array> => single(Buffer.from(canonical(value)));

async function* single(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
