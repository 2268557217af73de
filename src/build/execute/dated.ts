import type { Ctx } from "../../ctx.ts";
import type { Digest } from "../../oci/digest.ts";
import type { Store } from "../../oci/store/store.ts";
import type { StepCache } from "../cache/step-cache.ts";
import { atEpoch } from "../times/times.ts";
import type { OwnLayer } from "./chain.ts";
import { stepKey } from "./keys.ts";

/**
 * The layers with the times of SOURCE_DATE_EPOCH, `epoch`. It is put over them when all are made and is
 * part of no step's key, so that another epoch (another commit) runs nothing anew.
 */
export async function datedLayers(
  own: readonly OwnLayer[],
  epoch: number,
  { store, cache, ctx }: { readonly store: Store; readonly cache: StepCache; readonly ctx: Ctx },
): Promise<readonly OwnLayer[]> {
  const dated: OwnLayer[] = [];
  let on: Digest | undefined;
  for (const [index, layer] of own.entries()) {
    // The key of the layer below stands for all that are below.
    const key = stepKey({ dated: layer.diffId, on, epoch });
    on = key;
    const known = await cache.find(key, [], ctx);
    if (known !== undefined) {
      dated.push({ ...known, key });
      continue;
    }
    await cache.ensure(own.slice(0, index + 1), ctx);
    const below = own.slice(0, index).map(({ diffId }) => diffId);
    await using changes = atEpoch(await store.layers.changes(layer.diffId), epoch, await store.layers.tree(below));
    const sealed = await store.layers.seal(changes);
    await cache.put([key], { layer: sealed, createdBy: "SOURCE_DATE_EPOCH" });
    dated.push({ ...sealed, key });
  }
  return dated;
}
