import type { Layer } from "../oci/blob.ts";
import type { CacheForm } from "../oci/cache/documents.ts";
import type { CacheRecord } from "../oci/cache/record.ts";

/** What --cache-to writes. */
export interface CacheExport extends CacheForm {
  readonly records: readonly CacheRecord[];
}

/** The layers of a cache, each once, in an order that does not depend on how the build went. */
export function layersOf({ records }: Pick<CacheExport, "records">): readonly Layer[] {
  const layers = records.flatMap(({ content }) => (content === undefined ? [] : [content]));
  const unique = new Map(layers.map((layer) => [layer.diffId, layer]));
  return [...unique.values()].sort((a, b) => (a.diffId < b.diffId ? -1 : 1));
}
