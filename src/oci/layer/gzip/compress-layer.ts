import type { Ctx } from "../../../ctx.ts";
import type { Layer } from "../../blob.ts";
import { docker, oci } from "../../media-types.ts";
import type { Form, Store } from "../../store/store.ts";
import { compressor } from "./compressor.ts";
import { gzipMembers } from "./gzip-members.ts";

const compressedTypes: Readonly<Record<string, string>> = {
  [oci.layer]: oci.layerGzip,
  [docker.layer]: docker.layerGzip,
};

/**
 * The layer as it leaves the machine. An uncompressed tar becomes gzip, the same bytes on every
 * Node, operating system and number of threads; any other layer is given back as it is. The result
 * lies in the store's blobs and is remembered in its forms, so that this is done once per layer
 * for ever. Memory does not grow with the layer. Emits `transfer` events, way "compress", where it
 * has something to do. Any number of calls may run at once: they share threads.
 */
export async function compressLayer(layer: Layer, store: Pick<Store, "blobs" | "forms">, ctx: Ctx): Promise<Layer> {
  const mediaType = compressedTypes[layer.mediaType];
  if (mediaType === undefined) return layer;
  const known = await store.forms.get(layer.diffId, compressor);
  if (known !== undefined && (await store.blobs.has(known.digest)))
    return inForm(layer, { ...known, mediaType }, store);
  const form = { mediaType, ...(await store.blobs.put(gzipMembers(withProgress(layer, ctx), layer.size, ctx))) };
  await store.forms.put(layer.diffId, compressor, form);
  return inForm(layer, form, store);
}

function inForm({ diffId }: Layer, { mediaType, digest, size }: Form, store: Pick<Store, "blobs">): Layer {
  const blob = store.blobs.get({ mediaType, digest, size });
  return { mediaType, digest, size, diffId, open: (signal) => blob.open(signal) };
}

async function* withProgress(layer: Layer, ctx: Ctx): AsyncGenerator<Uint8Array> {
  const event = { type: "transfer", id: layer.diffId, way: "compress", what: layer.diffId, total: layer.size } as const;
  let done = 0;
  ctx.emit({ ...event, done });
  for await (const chunk of layer.open(ctx.signal)) {
    yield chunk;
    done += chunk.length;
    ctx.emit({ ...event, done });
  }
}
