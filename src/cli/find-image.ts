import type { Host } from "../host.ts";
import { inFamily } from "../oci/image/edit.ts";
import type { Artifact, Image } from "../oci/image/image.ts";
import { formatPlatform, parsePlatform } from "../oci/platform.ts";
import { fullName, parseReference, withDefaultTag } from "../oci/reference.ts";
import type { Store, TagRecord } from "../oci/store/store.ts";
import { problem } from "./errors.ts";
import { hostPlatform } from "./platforms.ts";

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
  host: Host,
): Promise<FoundImage> {
  const matching = await recordsOf(text, store);
  const wanted = formatPlatform(platform === undefined ? hostPlatform(host) : parsePlatform(platform));
  const record =
    matching.find((one) => one.platform === wanted) ??
    (platform === undefined && matching.length === 1 ? matching[0] : undefined);
  if (record !== undefined) return { record, image: await store.images.load(record.image) };
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
  host: Host,
): Promise<{ readonly record: TagRecord; readonly artifact: Artifact }> {
  const wanted = platforms.flatMap((one) => one.split(","));
  if (wanted.length < 2) {
    const records = wanted.length === 0 ? await recordsOf(text, store) : [];
    const record = records.find(({ platform }) => platform === formatPlatform(hostPlatform(host))) ?? records[0];
    if (record?.index !== undefined) return { record, artifact: await store.images.loadIndex(record.index) };
    const found = await findImage(text, wanted[0], store, host);
    return { record: found.record, artifact: found.image };
  }
  const found = await Promise.all(wanted.map((platform) => findImage(text, platform, store, host)));
  const whole = found[0]!.record.index === undefined ? undefined : await store.images.loadIndex(found[0]!.record.index);
  const images = found.map(({ record, image }) => {
    const platform = parsePlatform(record.platform);
    const indexed = whole?.images.find((one) => formatPlatform(one.platform) === record.platform);
    return indexed ?? { platform, image: inFamily("oci")(image) };
  });
  return { record: found[0]!.record, artifact: { family: "oci", images } };
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
