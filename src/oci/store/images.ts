import { limits } from "../../limits.ts";
import type { Descriptor } from "../blob.ts";
import { configOf, isIndex, manifestOf } from "../image/derive.ts";
import type { Document } from "../image/document.ts";
import type { Image } from "../image/image.ts";
import { roleOf } from "../image/media.ts";
import { parseManifest } from "../image/parse.ts";
import { type Opener, readImage } from "../image/read.ts";
import { loadIndex, saveIndex } from "./indexes.ts";
import { readWhole } from "./read-whole.ts";
import type { Blobs, Images, Layers } from "./store.ts";

export function imagesOf(blobs: Blobs, layers: Layers): Images {
  const open: Opener = (descriptor, diffId) => {
    const tar = layers.get({ diffId, size: descriptor.size }, "oci");
    const plain = roleOf(descriptor.mediaType)?.role === "layer";
    return plain ? tar.open : blobs.get(descriptor).open;
  };
  const load = async (descriptor: Descriptor): Promise<Image> => {
    const manifest = await readWhole(blobs.get(descriptor), limits.manifest);
    const parsed = parseManifest(manifest, descriptor.mediaType);
    const config = await readWhole(blobs.get(parsed.config), limits.imageConfig);
    return readImage({ manifest, manifestMediaType: parsed.mediaType, config }, open);
  };
  const keep = async ({ bytes, descriptor }: Document): Promise<Descriptor> => {
    await blobs.put([bytes], descriptor);
    return descriptor;
  };
  const save = async (image: Image): Promise<Descriptor> => {
    await keep(configOf(image));
    return keep(manifestOf(image));
  };
  return {
    load,
    loadIndex: (descriptor) => loadIndex(descriptor, blobs, load),
    save: (artifact) => (isIndex(artifact) ? saveIndex(artifact, save, keep) : save(artifact)),
  };
}
