import type { Layer } from "../blob.ts";
import type { Family } from "../media-types.ts";
import { redescribed } from "./derive.ts";
import { problem } from "./errors.ts";
import type { Annotations, Edit, HistoryEntry, Image, ImageConfig } from "./image.ts";
import { canonical } from "./json.ts";
import { translate } from "./media.ts";

/** Puts a layer on top, with its line of history. The layer's media type follows the image's family. */
export const appendLayer =
  (layer: Layer, history: Omit<HistoryEntry, "empty_layer">): Edit =>
  (image) => ({
    ...withoutRaw(image),
    layers: [...image.layers, layerInFamily(layer, image.family)],
    config: {
      ...image.config,
      rootfs: { type: "layers", diff_ids: [...image.config.rootfs.diff_ids, layer.diffId] },
      history: [...wholeHistory(image), history],
    },
  });

/** A line of history that no layer belongs to: what CMD or ENV leaves. */
export const appendHistory =
  (history: Omit<HistoryEntry, "empty_layer">): Edit =>
  (image) => ({
    ...withoutRaw(image),
    config: { ...image.config, history: [...wholeHistory(image), { ...history, empty_layer: true }] },
  });

/** Changes the config; the layers that it names must stay as they are (`image/invalid`). */
export const withConfig =
  (change: (config: ImageConfig) => ImageConfig): Edit =>
  (image) => {
    const config = change(image.config);
    if (canonical(config.rootfs) !== canonical(image.config.rootfs))
      throw problem("image/invalid", "a change of the config touched its list of layers");
    return { ...withoutRaw(image), config };
  };

/** The annotations of the manifest, in place of those that were there; none where undefined. */
export const withAnnotations =
  (annotations: Annotations | undefined): Edit =>
  (image) => {
    const { annotations: _, ...rest } = withoutRaw(image);
    return annotations === undefined ? rest : { ...rest, annotations };
  };

/**
 * The same image in the other family's media types. Layers and config keep their bytes, and with
 * them the image ID; only the manifest is another one.
 */
export const inFamily =
  (family: Family): Edit =>
  (image) => {
    if (image.family === family) return image;
    const layers = image.layers.map((layer) => layerInFamily(layer, family));
    const moved: Image = { ...withoutRaw(image), family, layers };
    return image.raw === undefined ? moved : { ...moved, raw: redescribed(moved, image.raw.config) };
  };

/**
 * The same layers in the form they leave the machine in. The config keeps its bytes; the manifest is
 * the one as pulled where no layer changed its form.
 */
export const withLayers =
  (layers: readonly Layer[]): Edit =>
  (image) => {
    if (layers.every((layer, i) => layer.digest === image.layers[i]?.digest)) return image;
    const moved: Image = { ...withoutRaw(image), layers };
    return image.raw === undefined ? moved : { ...moved, raw: redescribed(moved, image.raw.config) };
  };

export function layerInFamily(layer: Layer, family: Family): Layer {
  const mediaType = translate(layer.mediaType, family);
  if (mediaType === layer.mediaType) return layer;
  const { digest, size, diffId, annotations } = layer;
  const known = annotations === undefined ? {} : { annotations };
  return { mediaType, digest, size, diffId, ...known, open: (signal) => layer.open(signal) };
}

/**
 * One entry per layer, as docker shows it. Bases of other tools may have none or too few; those
 * get nameless entries on top, as BuildKit does (exporter/containerimage, normalizeLayersAndHistory).
 */
function wholeHistory({ config, layers }: Image): readonly HistoryEntry[] {
  const given = config.history ?? [];
  const missing = layers.length - given.filter((entry) => entry.empty_layer !== true).length;
  if (missing >= 0) return [...given, ...layers.slice(0, missing).map(() => ({}))];
  return layers.map(() => ({}));
}

/** The bytes as pulled are those of an untouched image alone. */
const withoutRaw = ({ config, layers, family, annotations }: Image): Image => ({
  config,
  layers,
  family,
  ...(annotations === undefined ? {} : { annotations }),
});
