import { limits } from "../../limits.ts";
import type { Descriptor, Layer } from "../blob.ts";
import type { Digest } from "../digest.ts";
import { array, bad, digest, object, parseObject, size } from "../image/json.ts";
import { compressor } from "../layer/gzip/compressor.ts";
import type { SealedLayer } from "../layer/sealed.ts";
import type { CacheRecord } from "./record.ts";

/**
 * Where a record holds what djib has to know of a layer without its bytes. BuildKit reads past it.
 * Named after the compressor: an image is to have the same manifest with the cache and without it,
 * so a cache of layers that were compressed otherwise is not read.
 */
const member = compressor;

/** Records as they are written (BuildKit: cache/remotecache/v1/types), in the order of their keys. */
export function writtenRecords(records: readonly CacheRecord[], layers: readonly Layer[]) {
  const positions = new Map(layers.map((layer, i) => [layer.diffId, i]));
  return records
    .map(({ key, layer, content }) => {
      const { diffId, size, contentDigest, entries } = layer;
      const at = content === undefined ? undefined : positions.get(diffId);
      return {
        digest: key,
        ...(at === undefined ? {} : { layers: [{ layer: at }] }),
        [member]: { diffId, size, contentDigest, entries },
      };
    })
    .sort((a, b) => (a.digest < b.digest ? -1 : 1));
}

/** What is read of a record; those of other builders have nothing for djib. */
export interface ReadRecord {
  readonly key: Digest;
  readonly layer: SealedLayer;
  readonly blob: Descriptor | undefined;
}

/** The config blob of a cache whose layers are `layers`, none with a parent. */
export const cacheConfig = (records: readonly CacheRecord[], layers: readonly Layer[]) => ({
  layers: layers.map((layer) => ({ blob: layer.digest, parent: -1 })),
  records: writtenRecords(records, layers),
});

/**
 * Reads the config blob of a cache whose manifest names `blobs`. Records without djib's part are
 * left out. Throws `image/bad-json`, `image/too-large`, `oci/bad-digest`.
 */
export function parseCacheConfig(bytes: Uint8Array, blobs: readonly Descriptor[]): readonly ReadRecord[] {
  const document = parseObject(bytes, "the cache's config", limits.cacheConfig);
  const known = new Map(blobs.map((blob) => [blob.digest, blob]));
  const layers = array(document.layers ?? [], "layers").map((layer, i) => {
    const name = digest(object(layer, `layers[${i}]`).blob, `layers[${i}].blob`);
    return known.get(name);
  });
  return parseRecords(document.records ?? [], layers);
}

/** Records whose `layers` are positions in `blobs`: of a cache's config, or of an image's (inline). */
export function parseRecords(value: unknown, blobs: readonly (Descriptor | undefined)[]): readonly ReadRecord[] {
  return array(value, "records").flatMap((record, i) => {
    const given = object(record, `records[${i}]`);
    if (given[member] === undefined) return [];
    const what = `records[${i}].${member}`;
    const own = object(given[member], what);
    const layer = {
      diffId: digest(own.diffId, `${what}.diffId`),
      size: size(own.size, `${what}.size`),
      contentDigest: digest(own.contentDigest, `${what}.contentDigest`),
      entries: size(own.entries, `${what}.entries`),
    };
    const [result] = array(given.layers ?? [], `records[${i}].layers`);
    const blob = result === undefined ? undefined : blobs[position(result, blobs.length, `records[${i}].layers[0]`)];
    return [{ key: digest(given.digest, `records[${i}].digest`), layer, blob }];
  });
}

function position(value: unknown, count: number, what: string): number {
  const at = size(object(value, what).layer, `${what}.layer`);
  if (at < count) return at;
  throw bad(`${what}.layer`, `is ${at}, and there are ${count} layers`);
}
