import type { PlannedStage } from "../build/plan/plan.ts";
import type { Ctx } from "../ctx.ts";
import { imagePath } from "../oci/filesystem/path.ts";
import { resolvePath } from "../oci/filesystem/resolve.ts";
import type { Store } from "../oci/store/store.ts";

/** Whether the base image of a stage has a path; its layers are fetched where they must be. */
export async function showsPath({ base }: PlannedStage, path: string, store: Store, ctx: Ctx): Promise<boolean> {
  if (base.kind !== "image") return false;
  await Promise.all(base.image.layers.map((layer) => store.ensureLayer(layer, ctx)));
  const tree = await store.layers.tree(base.image.layers.map((layer) => layer.diffId));
  return resolvePath(tree, imagePath(path)).stat !== undefined;
}
