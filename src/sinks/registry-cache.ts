import type { Ctx } from "../ctx.ts";
import { cacheDocuments } from "../oci/cache/documents.ts";
import { familiarName, type Reference, withDefaultTag } from "../oci/reference.ts";
import { type CacheExport, layersOf } from "./cache-export.ts";
import type { Delivered } from "./sink.ts";
import { openUploads, type UploadOptions } from "./uploads.ts";

/** `--cache-to type=registry`: layers first, the tag last. What is there already is not sent. */
export const registryCacheSink =
  (reference: Reference, options: UploadOptions) =>
  async (cache: CacheExport, ctx: Ctx): Promise<Delivered> => {
    const uploads = await openUploads(reference, options, ctx);
    const { config, manifest } = cacheDocuments(cache.records, await uploads.layers(layersOf(cache)), cache);
    await uploads.documents([config]);
    const { digest } = await uploads.manifest(manifest, "tag");
    return { digest, place: familiarName(withDefaultTag(reference)) };
  };
