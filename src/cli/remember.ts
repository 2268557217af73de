import type { Built } from "../build/build.ts";
import type { Descriptor } from "../oci/blob.ts";
import { imageId, isIndex, manifestOf } from "../oci/image/derive.ts";
import { formatPlatform } from "../oci/platform.ts";
import { fullName, type Reference } from "../oci/reference.ts";
import type { Store, TagRecord } from "../oci/store/store.ts";
import { untitledName } from "./untitled.ts";

/**
 * What was built and its names in djib's own store, a record for each platform; without a name it is
 * found by its ID. A name that meant an index leaves all platforms of that. Resolves to what was saved.
 */
export async function remember(
  { artifact, images }: Built,
  names: readonly Reference[],
  store: Store,
  now: Date,
): Promise<Descriptor> {
  const saved = await store.images.save(artifact);
  const records = images.map(({ image, plan }) => ({
    image: manifestOf(image).descriptor,
    id: imageId(image),
    ...(isIndex(artifact) ? { index: saved } : {}),
    at: now.toISOString(),
    platform: formatPlatform(plan.platform),
    origin: "built" as const,
  }));
  const untitled = untitledName(isIndex(artifact) ? saved.digest : records[0]!.id);
  for (const reference of names.length === 0 ? [untitled] : names.map(fullName)) {
    for (const record of records) await store.tags.put({ reference, ...record });
    await forgetOthers(reference, records, store);
  }
  return saved;
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
