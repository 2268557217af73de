import type { Built } from "../build/request.ts";
import type { Descriptor, Layer } from "../oci/blob.ts";
import { imageId, isIndex, manifestOf } from "../oci/image/derive.ts";
import { formatPlatform } from "../oci/platform.ts";
import { fullName, type Reference } from "../oci/reference.ts";
import type { Store, TagRecord } from "../oci/store/store.ts";
import { mountSources } from "./caches.ts";
import { untitledName } from "./untitled.ts";

/**
 * What was built and its names in djib's own store, a record for each platform; without a name it is
 * found by its ID. A name that meant an index leaves all platforms of that. Resolves to what was saved.
 */
export async function remember(
  built: Built,
  names: readonly Reference[],
  store: Store,
  now: Date,
): Promise<Descriptor> {
  const { artifact, images } = built;
  const saved = await store.images.save(artifact);
  const layersAt = await elsewhere(built, store);
  const records = images.map(({ image, plan }) => ({
    image: manifestOf(image).descriptor,
    id: imageId(image),
    ...(isIndex(artifact) ? { index: saved } : {}),
    at: now.toISOString(),
    platform: formatPlatform(plan.platform),
    origin: "built" as const,
    ...(layersAt.length === 0 ? {} : { layersAt }),
  }));
  const untitled = untitledName(isIndex(artifact) ? saved.digest : records[0]!.id);
  for (const reference of names.length === 0 ? [untitled] : names.map(fullName)) {
    for (const record of records) await store.tags.put({ reference, ...record });
    await forgetOthers(reference, records, store);
  }
  return saved;
}

/** Repositories that have the layers which are not in the store. */
async function elsewhere(built: Built, store: Store): Promise<readonly string[]> {
  const sources = mountSources(built);
  const names = new Set<string>();
  for (const layer of await layersElsewhere(built, store))
    for (const source of sources(layer)) names.add(fullName(source));
  return [...names];
}

/** Layers that are not in the store, each once: a push leaves where they are those that nothing looked into. */
export async function layersElsewhere({ images }: Built, store: Store): Promise<readonly Layer[]> {
  const layers = new Map(images.flatMap(({ image }) => image.layers.map((layer) => [layer.diffId, layer] as const)));
  const missing: Layer[] = [];
  for (const layer of layers.values()) if (!(await store.layers.has(layer.diffId))) missing.push(layer);
  return missing;
}

/** Platforms of an index that the name meant before: it means something else now. */
async function forgetOthers(reference: string, kept: readonly Pick<TagRecord, "platform">[], store: Store) {
  const left = (await store.tags.list()).filter(
    (record) =>
      record.reference === reference &&
      record.index !== undefined &&
      !kept.some(({ platform }) => platform === record.platform),
  );
  for (const { platform } of left) await store.tags.remove(reference, platform);
}
