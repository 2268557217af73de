import type { Ctx } from "../ctx.ts";
import type { Layer } from "../oci/blob.ts";
import type { Store } from "../oci/store/store.ts";

/** Layers in the form they leave the machine in; the compressor is loaded with the first. */
export const compressInto =
  (store: Store) =>
  async (layer: Layer, ctx: Ctx): Promise<Layer> => {
    const { compressLayer } = await import("../oci/layer/gzip/compress-layer.ts");
    return compressLayer(layer, store, ctx);
  };
