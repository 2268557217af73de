import { limits } from "../../limits.ts";
import type { Descriptor } from "../blob.ts";
import { choosePlatform } from "../image/choose-platform.ts";
import { array, bad, type JsonObject, parseObject } from "../image/json.ts";
import { isLayer, roleOf, translate } from "../image/media.ts";
import { parseConfig } from "../image/parse-config.ts";
import { descriptor, type Manifest, parseArtifact } from "../image/parse.ts";
import type { Platform } from "../platform.ts";
import { parseCacheConfig, parseRecords, type ReadRecord } from "./config.ts";
import { cacheConfigType, inlineMember } from "./record.ts";

/** A document that is verified already, and the media type by which it came. */
interface Given {
  readonly bytes: Uint8Array;
  readonly mediaType: string | undefined;
}

/** Gets a document; rejects where it is longer than `limit` or another one than described. */
type Fetch = (described: Descriptor, limit: number) => Promise<Uint8Array>;

/**
 * What a cache says, in any of BuildKit's forms: an image manifest or index of layers with a config
 * of its own, or an image, or the one of `platform` of an index, whose config tells of its own layers.
 * Empty for an image without. Throws what the parsers throw.
 */
export async function readCache(top: Given, platform: Platform, fetch: Fetch): Promise<readonly ReadRecord[]> {
  const document = parseObject(top.bytes, "the cache's manifest", limits.manifest);
  const own = cacheOf(document);
  if (own !== undefined) return parseCacheConfig(await fetch(own.config, limits.cacheConfig), own.layers);
  const artifact = parseArtifact(top.bytes, top.mediaType);
  if (artifact.kind === "manifest") return inline(artifact, fetch);
  const chosen = choosePlatform(artifact, platform);
  const image = parseArtifact(await fetch(chosen, limits.manifest), chosen.mediaType);
  return image.kind === "manifest" ? inline(image, fetch) : [];
}

/** undefined for what is no cache's manifest or index. */
function cacheOf(document: JsonObject) {
  const name = document.manifests === undefined ? "layers" : "manifests";
  const listed = array(document[name] ?? [], name).map((entry, i) => descriptor(entry, `${name}[${i}]`));
  const named = document.config === undefined ? [] : [descriptor(document.config, "config")];
  const config = [...named, ...listed].find(({ mediaType }) => mediaType === cacheConfigType);
  if (config === undefined) return undefined;
  if (document.manifests !== undefined && (document.layers ?? document.config) !== undefined)
    throw bad("the cache's manifest", "is an index and a manifest at once");
  return { config, layers: listed.flatMap(asLayer) };
}

function asLayer(described: Descriptor): readonly Descriptor[] {
  if (!isLayer(roleOf(described.mediaType)?.role)) return [];
  return [{ ...described, mediaType: translate(described.mediaType, "oci") }];
}

async function inline({ config, layers }: Manifest, fetch: Fetch): Promise<readonly ReadRecord[]> {
  const { rootfs, [inlineMember]: cache } = parseConfig(await fetch(config, limits.imageConfig));
  if (cache === undefined) return [];
  const records = parseObject(wrapped(cache), "the image's inline cache", limits.cacheConfig).records;
  const read = parseRecords(records, layers.flatMap(asLayer));
  for (const { blob, layer } of read) {
    const at = layers.findIndex(({ digest }) => digest === blob?.digest);
    if (blob !== undefined && rootfs.diff_ids[at] !== layer.diffId)
      throw bad("the image's inline cache", `takes layer ${at + 1} for another one`);
  }
  return read;
}

/** BuildKit keeps a list where it reads an object elsewhere. */
const wrapped = (base64: unknown): Uint8Array =>
  Buffer.concat([Buffer.from('{"records":'), Buffer.from(String(base64), "base64"), Buffer.from("}")]);
