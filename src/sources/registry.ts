import type { Ctx } from "../ctx.ts";
import { DjibError } from "../errors.ts";
import { formatPlatform, normalise, type Platform } from "../oci/platform.ts";
import { familiarName, fullName, type Reference, withDefaultTag } from "../oci/reference.ts";
import type { RegistryConfig } from "../oci/registry/config.ts";
import type { Puller } from "../oci/registry/puller.ts";
import type { Store, TagRecord } from "../oci/store/store.ts";
import { Fetches } from "./fetches.ts";
import { pullers } from "./pullers.ts";
import type { Found, Source } from "./source.ts";
import { loadImage, type Shared } from "./load-image.ts";

export interface RegistrySourceOptions {
  readonly store: Store;
  readonly config: RegistryConfig;
  /** Ask the registry even for tags that are in the store; what has not changed is not sent again. */
  readonly pull: boolean;
}

/**
 * Images of the store by their names, else of registries. A tag in the store is used as it is,
 * whatever its age, unless `pull`; a digest in the store never touches the network. Manifest and
 * config are stored at once and the name recorded; a layer goes into the store's blobs when it is
 * first opened, once however many ask, `limits.registryTransfers` at a time. Throws
 * `registry/not-found` rather than giving undefined: nothing comes after a registry.
 */
export function registrySource({ store, config, pull }: RegistrySourceOptions): Source {
  const fetches = new Fetches(store);
  const puller = pullers(config);

  return async (given, wanted, ctx) => {
    const reference = withDefaultTag(given);
    const platform = normalise(wanted);
    const from = puller(reference, ctx);
    const known = await recordOf(reference, platform, store);
    if (known !== undefined && (await isCurrent(known, reference, pull, from))) {
      const found = await fromStore(known, from, { store, fetches }, ctx);
      if (found !== undefined && (!pull || reference.digest !== undefined)) return found;
      if (found !== undefined) {
        await store.tags.put({ ...known, at: ctx.host.now().toISOString() });
        return { image: found.image, digest: found.digest };
      }
    }
    return fromRegistry(reference, platform, from, { store, fetches }, ctx);
  };
}

async function recordOf(reference: Reference, platform: Platform, store: Store): Promise<TagRecord | undefined> {
  const name = formatPlatform(platform);
  const direct = await store.tags.get(fullName(reference), name);
  if (direct !== undefined || reference.digest === undefined) return direct;
  const { digest } = reference;
  const records = await store.tags.list();
  return records.find(
    (record) => record.platform === name && (record.pulled === digest || record.image.digest === digest),
  );
}

async function isCurrent(record: TagRecord, reference: Reference, pull: boolean, puller: Puller): Promise<boolean> {
  if (!pull || reference.digest !== undefined) return true;
  return (await puller.head(reference.tag!)) === record.pulled && record.pulled !== undefined;
}

/** undefined where the store has lost or damaged what the record names: then it is pulled again. */
async function fromStore(
  record: TagRecord,
  puller: Puller,
  { store, fetches }: Shared,
  ctx: Ctx,
): Promise<Found | undefined> {
  if (!(await store.blobs.has(record.image.digest)) || !(await store.blobs.has(record.id))) return undefined;
  const stored = await store.images.load(record.image).catch((error: unknown) => {
    // The store has put the damaged blob aside.
    if (error instanceof DjibError && error.code === "oci/corrupt-blob") return undefined;
    throw error;
  });
  if (stored === undefined) return undefined;
  const image = fetches.withLayers(stored, puller);
  const age = Math.max(0, Math.round((ctx.host.now().getTime() - Date.parse(record.at)) / 1000));
  return { image, digest: record.pulled ?? record.image.digest, age };
}

async function fromRegistry(
  reference: Reference,
  platform: Platform,
  puller: Puller,
  shared: Shared,
  ctx: Ctx,
): Promise<Found> {
  const top = await puller.manifest(reference.digest ?? reference.tag!);
  const { image, manifest, descriptor } = await loadImage(top, platform, familiarName(reference), puller, shared);
  await shared.store.tags.put({
    reference: fullName(reference),
    image: descriptor,
    id: manifest.config.digest,
    pulled: top.digest,
    at: ctx.host.now().toISOString(),
    platform: formatPlatform(platform),
    origin: "pulled",
  });
  return { image, digest: top.digest };
}
