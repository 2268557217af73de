import type { Ctx } from "../ctx.ts";
import { DjibError } from "../errors.ts";
import type { Reference } from "../oci/reference.ts";
import type { RegistryConfig } from "../oci/registry/config.ts";
import type { BlobPlace } from "./blob-place.ts";
import { pullers } from "./pullers.ts";

/** Several repositories that may have a blob, asked in turn. Rejects with what the first one said. */
export function repositories(
  references: readonly Reference[],
  config: RegistryConfig,
  ctx: Ctx,
): Pick<BlobPlace, "fetch"> {
  const puller = pullers(config);
  return {
    async fetch(described, blobs) {
      let first: DjibError | undefined;
      for (const reference of references) {
        try {
          return await puller(reference, ctx).fetch(described, blobs);
        } catch (error) {
          ctx.signal.throwIfAborted();
          if (!(error instanceof DjibError) || error.code.startsWith("store/")) throw error;
          first ??= error;
        }
      }
      if (first !== undefined) throw first;
    },
  };
}
