import type { Ctx } from "../ctx.ts";
import type { Descriptor } from "../oci/blob.ts";
import { inFamily } from "../oci/image/edit.ts";
import type { Artifact, Image, Index } from "../oci/image/image.ts";
import { formatPlatform, parsePlatform } from "../oci/platform.ts";
import { fullName, parseReference, withDefaultTag } from "../oci/reference.ts";
import type { Store, TagRecord } from "../oci/store/store.ts";
import { Fetches } from "../sources/fetches.ts";
import { repositories } from "../sources/repositories.ts";
import { problem } from "./errors.ts";
import { hostPlatform } from "./platforms.ts";
import { registryConfig } from "./registries.ts";

export interface FoundImage {
  readonly record: TagRecord;
  readonly image: Image;
}

/**
 * An image of the store by name, or by the first digits of its ID. Where several platforms of a
 * name are there, the one asked for or the host's counts, else the only one.
 */
export async function findImage(
  text: string,
  platform: string | undefined,
  store: Store,
  ctx: Ctx,
): Promise<FoundImage> {
  const matching = await recordsOf(text, store);
  const wanted = formatPlatform(platform === undefined ? hostPlatform(ctx.host) : parsePlatform(platform));
  const record =
    matching.find((one) => one.platform === wanted) ??
    (platform === undefined && matching.length === 1 ? matching[0] : undefined);
  if (record !== undefined)
    return { record, image: withItsLayers(await store.images.load(record.image), record, store, ctx) };
  if (matching.length > 0)
    throw problem(
      "usage/no-such-image",
      `${text} is in the store for ${matching.map((one) => one.platform).join(", ")}, not for ${wanted}`,
      {
        help: `choose one with --platform ${matching[0]!.platform}`,
      },
    );
  throw problem("usage/no-such-image", `no image ${text} in djib's store`, {
    help: `\`djib pull ${text}\` fetches it from its registry; \`djib images\` lists what is here`,
  });
}

/**
 * What a name means: the index where it means one, else an image as `findImage` finds it. Of several
 * `platforms` a new index is made; of one the image alone.
 */
export async function findArtifact(
  text: string,
  platforms: readonly string[],
  store: Store,
  ctx: Ctx,
): Promise<{ readonly record: TagRecord; readonly artifact: Artifact }> {
  const wanted = platforms.flatMap((one) => one.split(","));
  if (wanted.length < 2) {
    const records = wanted.length === 0 ? await recordsOf(text, store) : [];
    const record = records.find(({ platform }) => platform === formatPlatform(hostPlatform(ctx.host))) ?? records[0];
    if (record?.index !== undefined) return { record, artifact: await loadIndex(record.index, records, store, ctx) };
    const found = await findImage(text, wanted[0], store, ctx);
    return { record: found.record, artifact: found.image };
  }
  const found = await Promise.all(wanted.map((platform) => findImage(text, platform, store, ctx)));
  const [{ record: first }] = found as [FoundImage];
  const records = found.map(({ record }) => record);
  const whole = first.index === undefined ? undefined : await loadIndex(first.index, records, store, ctx);
  const images = found.map(({ record, image }) => {
    const platform = parsePlatform(record.platform);
    const indexed = whole?.images.find((one) => formatPlatform(one.platform) === record.platform);
    return indexed ?? { platform, image: inFamily("oci")(image) };
  });
  return { record: first, artifact: { family: "oci", images } };
}

/** With the layers that are not in the store where they are. */
function withItsLayers(image: Image, { layersAt }: TagRecord, store: Store, ctx: Ctx): Image {
  if (layersAt === undefined) return image;
  const references = layersAt.map(parseReference);
  return new Fetches(store).withLayers(image, repositories(references, registryConfig(ctx.host), ctx));
}

async function loadIndex(index: Descriptor, records: readonly TagRecord[], store: Store, ctx: Ctx): Promise<Index> {
  const whole = await store.images.loadIndex(index);
  const layersAt = [...new Set(records.flatMap((record) => record.layersAt ?? []))];
  if (layersAt.length === 0) return whole;
  const images = whole.images.map((one) => ({
    ...one,
    image: withItsLayers(one.image, { ...records[0]!, layersAt }, store, ctx),
  }));
  return { ...whole, images };
}

/** All that the store has under a name, or under the first digits of an ID. */
export async function recordsOf(text: string, store: Store): Promise<readonly TagRecord[]> {
  const records = await store.tags.list();
  return byId(text, records) ?? byName(text, records);
}

function byId(text: string, records: readonly TagRecord[]): readonly TagRecord[] | undefined {
  const hex = text.replace(/^sha256:/, "");
  if (!/^[0-9a-f]{6,64}$/.test(hex)) return undefined;
  const found = records.filter(({ id, image, index }) =>
    [id, image.digest, index?.digest].some((digest) => digest?.startsWith(`sha256:${hex}`)),
  );
  return found.length === 0 ? undefined : found;
}

function byName(text: string, records: readonly TagRecord[]): readonly TagRecord[] {
  const name = fullName(withDefaultTag(parseReference(text)));
  return records.filter((record) => record.reference === name);
}
