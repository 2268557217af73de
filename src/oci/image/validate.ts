import { createHash, type Hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { limits } from "../../limits.ts";
import type { Descriptor, Layer } from "../blob.ts";
import { finish, isDigest } from "../digest.ts";
import { configOf, manifestOf } from "./derive.ts";
import { problem } from "./errors.ts";
import type { Image } from "./image.ts";
import { isLayer, roleOf } from "./media.ts";
import { parseConfig } from "./parse-config.ts";
import { parseManifest } from "./parse.ts";
import { uncompressed } from "./uncompressed.ts";
import { validateConfig } from "./validate-config.ts";

/**
 * Every invariant of the format, as code; ends every build in the tests. Throws `image/invalid`
 * with all that is wrong, or what the parsers throw on the derived documents. `deep` reads every
 * layer to its end and compares digest, size and diffID with its content.
 */
export async function validateImage(image: Image, { deep = false }: { readonly deep?: boolean } = {}): Promise<void> {
  const layers = image.layers.flatMap((layer) => [...layerFaults(layer, image)]);
  refuse([...shape(image), ...layers, ...validateConfig(image.config)]);
  refuse([...documents(image)]);
  if (deep) for (const [i, layer] of image.layers.entries()) refuse(await content(layer, `layer ${i + 1}`));
}

/** Throws `image/invalid` where anything is wrong. */
export function refuse(wrong: readonly string[], what = "the image"): void {
  if (wrong.length > 0) throw problem("image/invalid", `${what} is not valid: ${wrong[0]}`, { detail: wrong.slice(1) });
}

function* shape({ config, layers }: Image): Iterable<string> {
  const ids = config.rootfs.diff_ids;
  if (config.rootfs.type !== "layers") yield `rootfs.type is ${JSON.stringify(config.rootfs.type)}`;
  if (layers.length > limits.layersPerImage) yield `it has ${layers.length} layers`;
  if (ids.length !== layers.length) yield `it has ${layers.length} layers and ${ids.length} diff_ids`;
  for (const [i, layer] of layers.entries())
    if (layer.diffId !== ids[i]) yield `layer ${i + 1} is ${layer.diffId}, its diff_id ${ids[i]}`;
  if (config.history === undefined) return;
  const filled = config.history.filter((entry) => entry.empty_layer !== true).length;
  if (filled !== layers.length) yield `its history speaks of ${filled} layers, it has ${layers.length}`;
}

function* layerFaults(layer: Layer, image: Image): Iterable<string> {
  const known = roleOf(layer.mediaType);
  if (!isLayer(known?.role)) yield `${layer.mediaType} is no layer's media type`;
  else if (known?.family !== image.family) yield `${layer.mediaType} stands in an image of ${image.family} types`;
  if (!isDigest(layer.digest)) yield `${String(layer.digest)} is not a digest`;
  if (!isDigest(layer.diffId)) yield `${String(layer.diffId)} is not a digest`;
  if (!Number.isSafeInteger(layer.size) || layer.size < 0) yield `layer ${layer.digest} has the size ${layer.size}`;
  if (known?.role === "layer" && layer.digest !== layer.diffId)
    yield `layer ${layer.digest} is not compressed, but its diffID is ${layer.diffId}`;
}

/** What is derived must read back as the value it was derived from. */
function* documents(image: Image): Iterable<string> {
  const manifest = manifestOf(image);
  const config = configOf(image);
  const read = parseManifest(manifest.bytes, manifest.mediaType);
  if (read.family !== image.family) yield `its manifest is of ${read.family} types, the image of ${image.family} types`;
  if (!isDeepStrictEqual(named(read.config), named(config.descriptor)))
    yield `its manifest names the config ${read.config.digest}, its config is ${config.descriptor.digest}`;
  if (!isDeepStrictEqual(read.layers.map(named), image.layers.map(named)))
    yield "its manifest names other layers than it has";
  if (!isDeepStrictEqual(plain(parseConfig(config.bytes)), plain(image.config)))
    yield "its config reads back as another one";
}

const named = ({ mediaType, digest, size }: Descriptor) => ({ mediaType, digest, size });
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

async function content(layer: Layer, name: string): Promise<readonly string[]> {
  const [outer, inner] = [createHash("sha256"), createHash("sha256")];
  let size = 0;
  const counted = hashed(layer.open(), outer, (bytes) => (size += bytes));
  for await (const chunk of uncompressed(layer, counted)) inner.update(chunk);
  const [digest, diffId] = [finish(outer), finish(inner)];
  return [
    ...(digest === layer.digest ? [] : [`the bytes of ${name} have the digest ${digest}, not ${layer.digest}`]),
    ...(size === layer.size ? [] : [`${name} has ${size} bytes, not ${layer.size}`]),
    ...(diffId === layer.diffId ? [] : [`the content of ${name} has the diffID ${diffId}, not ${layer.diffId}`]),
  ];
}

async function* hashed(source: AsyncIterable<Uint8Array>, hash: Hash, count: (bytes: number) => void) {
  for await (const chunk of source) {
    hash.update(chunk);
    count(chunk.length);
    yield chunk;
  }
}
