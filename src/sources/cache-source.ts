import type { Ctx } from "../ctx.ts";
import type { Layer } from "../oci/blob.ts";
import type { CacheRecord } from "../oci/cache/record.ts";
import type { Reference } from "../oci/reference.ts";

/** The cache of an earlier build, of whatever machine: what one --cache-from names. */
export interface CacheSource {
  /** For people: "shop:cache", "the directory ./cache". */
  readonly name: string;
  /** Where its layers can be mounted from; undefined for a directory. */
  readonly reference: Reference | undefined;
  /** All that it knows; no layer is fetched. Rejects where there is none, or none that can be read. */
  load(ctx: Ctx): Promise<readonly CacheRecord[]>;
  /** Whether a layer that it named is still there, without fetching it. */
  has(layer: Layer, ctx: Ctx): Promise<boolean>;
}
