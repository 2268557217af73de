import type { Ctx } from "../ctx.ts";
import { DjibError } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Descriptor } from "../oci/blob.ts";
import { choosePlatform } from "../oci/image/choose-platform.ts";
import type { Image } from "../oci/image/image.ts";
import { type Manifest, parseArtifact, parseManifest } from "../oci/image/parse.ts";
import { formatPlatform, normalise, type Platform } from "../oci/platform.ts";
import { familiarName, fullName, type Reference, withDefaultTag } from "../oci/reference.ts";
import type { RegistryConfig } from "../oci/registry/config.ts";
import { problem } from "../oci/registry/errors.ts";
import type { PulledManifest } from "../oci/registry/manifests.ts";
import type { Puller } from "../oci/registry/puller.ts";
import type { Store, TagRecord } from "../oci/store/store.ts";
import { Fetches } from "./fetches.ts";
import { pullers } from "./pullers.ts";
import type { Found, Source } from "./source.ts";

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

interface Shared {
  readonly store: Store;
  readonly fetches: Fetches;
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
  { store, fetches }: Shared,
  ctx: Ctx,
): Promise<Found> {
  const top = await puller.manifest(reference.digest ?? reference.tag!);
  const { manifest, pulled } = await resolve(top, platform, puller);
  await fetches.fetch(manifest.config, puller);
  const descriptor: Descriptor = { mediaType: manifest.mediaType, digest: pulled.digest, size: pulled.bytes.length };
  for (const { bytes, digest } of new Set([top, pulled]))
    await store.blobs.put([bytes], { digest, size: bytes.length });
  const image = await store.images.load(descriptor);
  checkPlatform(image, platform, reference);
  await store.tags.put({
    reference: fullName(reference),
    image: descriptor,
    id: manifest.config.digest,
    pulled: top.digest,
    at: ctx.host.now().toISOString(),
    platform: formatPlatform(platform),
    origin: "pulled",
  });
  return { image: fetches.withLayers(image, puller), digest: top.digest };
}

/** Walks from what the reference leads to down to the manifest of the platform; an index may hold indexes. */
async function resolve(
  top: PulledManifest,
  platform: Platform,
  puller: Puller,
): Promise<{ readonly manifest: Manifest; readonly pulled: PulledManifest }> {
  let pulled = top;
  for (let depth = 0; depth < limits.indexDepth; depth++) {
    const artifact = parseArtifact(pulled.bytes, pulled.mediaType);
    if (artifact.kind === "manifest") return { manifest: artifact, pulled };
    const chosen = choosePlatform(artifact, platform);
    pulled = { ...(await puller.manifest(chosen.digest)), mediaType: chosen.mediaType };
  }
  return { manifest: parseManifest(pulled.bytes, pulled.mediaType), pulled };
}

/** A plain manifest says nothing of its platform before its config is read. */
function checkPlatform({ config }: Image, wanted: Platform, reference: Reference): void {
  const has = normalise(config);
  if (has.os === wanted.os && has.architecture === wanted.architecture) return;
  const [is, want] = [formatPlatform(has), formatPlatform(wanted)];
  throw problem("registry/not-found", `${familiarName(reference)} exists for ${is} alone, not for ${want}`, {
    help: `build with --platform ${is}, or take a base image that exists for ${want}`,
  });
}
