import type { Ctx } from "../../ctx.ts";
import type { Layer } from "../../oci/blob.ts";
import { type Digest, hexOf } from "../../oci/digest.ts";
import { configOf } from "../../oci/image/derive.ts";
import type { Image } from "../../oci/image/image.ts";
import { familiarName, type Reference, withDefaultTag } from "../../oci/reference.ts";
import type { Store } from "../../oci/store/store.ts";
import { type ArchiveFile, bytesFile, jsonFile } from "./write-archive.ts";

type Layers = Pick<Store, "layers" | "ensureLayer">;

/**
 * An image as `docker save` has written it since 1.10 and every engine reads it: manifest.json, the
 * config, and the layers as uncompressed tars, each once. The config keeps its bytes, and with them
 * the image ID. Layers of `leftOut` are named but not there: an engine that has them looks no further.
 */
export async function* dockerFiles(
  image: Image,
  names: readonly Reference[],
  store: Layers,
  ctx: Ctx,
  leftOut: ReadonlySet<Digest> = new Set(),
): AsyncGenerator<ArchiveFile> {
  const config = configOf(image);
  const configName = `${hexOf(config.descriptor.digest)}.json`;
  const tagged = names.filter((name) => name.digest === undefined).map(withDefaultTag);
  const manifest = {
    Config: configName,
    RepoTags: tagged.length === 0 ? null : tagged.map(familiarName),
    Layers: image.layers.map(layerName),
  };
  yield jsonFile("manifest.json", [manifest]);
  yield bytesFile(configName, config.bytes);
  const unique = new Map(image.layers.map((layer) => [layer.diffId, layer]));
  for (const layer of unique.values())
    if (!leftOut.has(layer.diffId)) yield { name: layerName(layer), content: await tarOf(layer, image, store, ctx) };
}

const layerName = ({ diffId }: Layer): string => `${hexOf(diffId)}.tar`;

async function tarOf(layer: Layer, { family }: Image, store: Layers, ctx: Ctx) {
  const { size } = await store.ensureLayer(layer, ctx);
  const tar = store.layers.get({ diffId: layer.diffId, size }, family);
  return { size, digest: layer.diffId, open: () => tar.open(ctx.signal) };
}
