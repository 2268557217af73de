import type { Ctx } from "../ctx.ts";
import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import type { Image } from "../oci/image/image.ts";
import type { Store } from "../oci/store/store.ts";

/** All files of an image as one tree; layers that are only there compressed are unpacked first. */
export async function imageTree(image: Image, store: Store, ctx: Ctx): Promise<Filesystem> {
  for (const layer of image.layers) await store.ensureLayer(layer, ctx);
  return store.layers.tree(image.layers.map((layer) => layer.diffId));
}
