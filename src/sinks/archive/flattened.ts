import type { Ctx } from "../../ctx.ts";
import type { Image } from "../../oci/image/image.ts";
import type { Entry } from "../../oci/layer/changeset.ts";
import { flatten } from "../../oci/layer/flatten.ts";
import type { Store } from "../../oci/store/store.ts";

/** All files of an image, its layers merged, parents first, without the root itself. */
export async function* flattened(
  image: Image,
  store: Pick<Store, "layers" | "ensureLayer">,
  ctx: Ctx,
): AsyncGenerator<Entry> {
  for (const layer of image.layers) await store.ensureLayer(layer, ctx);
  const tree = await store.layers.tree(image.layers.map((layer) => layer.diffId));
  for await (const entry of flatten(tree).entries()) {
    ctx.signal.throwIfAborted();
    if (entry.path !== "") yield entry;
  }
}
