import type { Built } from "../build/request.ts";
import type { Ctx } from "../ctx.ts";
import { DjibError } from "../errors.ts";
import type { Layer } from "../oci/blob.ts";
import type { CacheRecord } from "../oci/cache/record.ts";
import type { Platform } from "../oci/platform.ts";
import type { Reference } from "../oci/reference.ts";
import type { Store } from "../oci/store/store.ts";
import type { CacheExport } from "../sinks/cache-export.ts";
import type { Delivered } from "../sinks/sink.ts";
import type { CacheSource } from "../sources/cache-source.ts";
import type { CacheFrom, CacheTo } from "./cache-flags.ts";
import { compressInto } from "./compress.ts";
import { registryConfig } from "./registries.ts";

/** The caches that --cache-from names; nothing is read of them yet. */
export async function openCaches(
  from: readonly CacheFrom[],
  reading: { readonly store: Store; readonly platform: Platform },
  { host }: Pick<Ctx, "host">,
): Promise<readonly CacheSource[]> {
  if (from.length === 0) return [];
  const { localCache, registryCache } = await import("../sources/step-caches.ts");
  return from.map((cache) =>
    cache.type === "registry"
      ? registryCache(cache.reference, registryConfig(host), reading)
      : localCache(cache.src, cache.target, reading),
  );
}

/** Repositories that a layer may be mounted from: the one it came from, then `others`, then those of the bases. */
export function mountSources(
  { images }: Pick<Built, "images">,
  others: readonly Reference[] = [],
): (layer: Layer) => readonly Reference[] {
  const origins = new Map(images.flatMap(({ steps }) => steps).map(({ layer, origin }) => [layer.diffId, origin]));
  const stages = images.flatMap(({ plan }) => plan.stages);
  const bases = stages.flatMap(({ base }) =>
    base.kind === "image" && base.layout === undefined ? [base.reference] : [],
  );
  return ({ diffId }) => [origins.get(diffId) ?? [], others, bases].flat();
}

/** The steps of all platforms, each once; with mode=min only those of an image with their layers. */
function recordsOf({ images }: Built, mode: "min" | "max"): readonly CacheRecord[] {
  const steps = images.flatMap((image) => image.steps);
  const kept = new Set(steps.flatMap(({ key, final }) => (final || mode === "max" ? [key] : [])));
  const records = steps.map((step) => (kept.has(step.key) ? step : { ...step, content: undefined }));
  return [...new Map(records.map((record) => [record.key, record])).values()];
}

/** Where exported caches go beside what they hold. */
interface Export {
  readonly store: Store;
  /** Names under which the image was pushed: their repositories have its layers. */
  readonly pushed: readonly Reference[];
}

/** Writes the caches that --cache-to names, after the image went where it goes; gives where they are. */
export async function exportCaches(
  to: readonly CacheTo[],
  built: Built,
  { store, pushed }: Export,
  ctx: Ctx,
): Promise<readonly Delivered[]> {
  const written: Delivered[] = [];
  for (const cache of to) {
    if (cache.type === "inline") continue;
    try {
      const content = { ...cache.form, records: recordsOf(built, cache.mode) };
      written.push(await write(cache, content, { store, mountFrom: mountSources(built, pushed) }, ctx));
    } catch (error) {
      if (!cache.ignoreError || ctx.signal.aborted || !(error instanceof DjibError)) throw error;
      const { help } = error.details;
      const message = `the cache was not written: ${error.message}`;
      ctx.emit({ type: "warning", code: error.code, message, ...(help === undefined ? {} : { help }) });
    }
  }
  return written;
}

async function write(
  cache: Exclude<CacheTo, { readonly type: "inline" }>,
  content: CacheExport,
  { store, mountFrom }: { readonly store: Store; readonly mountFrom: ReturnType<typeof mountSources> },
  ctx: Ctx,
): Promise<Delivered> {
  const compress = compressInto(store);
  if (cache.type === "local") {
    const { localCacheSink } = await import("../sinks/local-cache.ts");
    return localCacheSink({ ...cache, compress })(content, ctx);
  }
  const { registryCacheSink } = await import("../sinks/registry-cache.ts");
  const options = { config: registryConfig(ctx.host), compress, mountFrom };
  return registryCacheSink(cache.reference, options)(content, ctx);
}
