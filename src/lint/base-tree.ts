import type { Ctx } from "../ctx.ts";
import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import type { Image } from "../oci/image/image.ts";
import type { Store } from "../oci/store/store.ts";

/** The files of a base image; its layers are fetched where they must be. */
export async function baseTree({ layers }: Image, store: Store, ctx: Ctx): Promise<Filesystem> {
  await Promise.all(layers.map((layer) => store.ensureLayer(layer, ctx)));
  return store.layers.tree(layers.map((layer) => layer.diffId));
}

/** The files of a base image where all of its layers are in the store; nothing is fetched for it. */
export async function knownTree({ layers }: Image, store: Store): Promise<Filesystem | undefined> {
  const here = await Promise.all(layers.map((layer) => store.layers.has(layer.diffId)));
  return here.every(Boolean) ? store.layers.tree(layers.map((layer) => layer.diffId)) : undefined;
}
