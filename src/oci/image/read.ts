import type { Descriptor, Layer } from "../blob.ts";
import { type Digest, digestOf } from "../digest.ts";
import { problem } from "./errors.ts";
import { problem as corrupt } from "../errors.ts";
import type { Image, RawImage } from "./image.ts";
import { parseConfig } from "./parse-config.ts";
import { type Manifest, parseManifest } from "./parse.ts";

/** How the layer that `descriptor` names is opened, wherever it is. */
export type Opener = (descriptor: Descriptor, diffId: Digest) => Layer["open"];

/**
 * An image of its raw documents; `open` says where its layers' bytes are. Throws what the parsers
 * throw, `oci/corrupt-blob` where the config is not the one that the manifest names, and
 * `image/invalid` where config and manifest do not have equally many layers.
 */
export function readImage(raw: RawImage, open: Opener): Image {
  const manifest = parseManifest(raw.manifest, raw.manifestMediaType);
  checkConfig(manifest, raw.config);
  const config = parseConfig(raw.config);
  const ids = config.rootfs.diff_ids;
  if (ids.length !== manifest.layers.length)
    throw problem("image/invalid", `the manifest has ${manifest.layers.length} layers and the config ${ids.length}`);
  return {
    config,
    layers: manifest.layers.map((layer, i) => ({ ...layer, diffId: ids[i]!, open: open(layer, ids[i]!) })),
    family: manifest.family,
    ...(manifest.annotations === undefined ? {} : { annotations: manifest.annotations }),
    raw,
  };
}

function checkConfig({ config }: Manifest, bytes: Uint8Array): void {
  if (bytes.length === config.size && digestOf(bytes) === config.digest) return;
  throw corrupt("oci/corrupt-blob", `the image config is not the one that the manifest names, ${config.digest}`);
}
