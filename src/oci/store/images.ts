import { limits } from "../../limits.ts";
import type { Blob } from "../blob.ts";
import { configOf, type Document, manifestOf } from "../image/derive.ts";
import { problem } from "../image/errors.ts";
import { roleOf } from "../image/media.ts";
import { parseManifest } from "../image/parse.ts";
import { type Opener, readImage } from "../image/read.ts";
import type { Blobs, Images, Layers } from "./store.ts";

export function imagesOf(blobs: Blobs, layers: Layers): Images {
  const open: Opener = (descriptor, diffId) => {
    const tar = layers.get({ diffId, size: descriptor.size }, "oci");
    const plain = roleOf(descriptor.mediaType)?.role === "layer";
    return plain ? tar.open : blobs.get(descriptor).open;
  };
  return {
    load: async (descriptor) => {
      const manifest = await whole(blobs.get(descriptor), limits.manifest);
      const parsed = parseManifest(manifest, descriptor.mediaType);
      const config = await whole(blobs.get(parsed.config), limits.imageConfig);
      return readImage({ manifest, manifestMediaType: parsed.mediaType, config }, open);
    },
    save: async (image) => {
      const manifest = manifestOf(image);
      await keep(blobs, configOf(image));
      await keep(blobs, manifest);
      return manifest.descriptor;
    },
  };
}

const keep = (blobs: Blobs, { bytes, descriptor }: Document) => blobs.put([bytes], descriptor);

async function whole(blob: Blob, limit: number): Promise<Uint8Array> {
  if (blob.size > limit)
    throw problem("image/too-large", `${blob.digest} has ${blob.size} bytes; at most ${limit} are accepted`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of blob.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
