import { familiarName } from "../../oci/reference.ts";
import type { CopySource } from "../plan/plan.ts";
import { emptyTree } from "../steps/inline.ts";
import type { Origin } from "../steps/origin.ts";
import { identityOf } from "./chain.ts";
import { treeOf, type World } from "./world.ts";

/**
 * What a source is made of, as far as it is known without its tree: the cheaper half of a key.
 * undefined for a context, whose content has to be read to know it.
 */
export async function identityOfSource(from: CopySource, world: World): Promise<readonly string[] | undefined> {
  if (from.kind === "stage") return identityOf(await world.stage(from.index));
  if (from.kind === "image")
    return (await world.image(from, from.platform, from.where)).layers.map((layer) => layer.diffId);
  return from.kind === "scratch" ? [] : undefined;
}

/** The tree that a COPY or a mount takes its files from; stages are built and images fetched first. */
export async function openSource(from: CopySource, world: World): Promise<Origin> {
  if (from.kind === "context") {
    const tree = await world.context(from.name);
    const name = from.name === undefined ? "the build context" : `the build context ${from.name}`;
    return { tree, name, hidden: (path) => tree.hidden(path) };
  }
  if (from.kind === "scratch") return { tree: emptyTree, name: "scratch" };
  if (from.kind === "stage")
    return { tree: await treeOf(await world.stage(from.index), world), name: `stage ${world.stageName(from.index)}` };
  const { layers } = await world.image(from, from.platform, from.where);
  return { tree: await treeOf({ base: layers, own: [] }, world), name: `image ${familiarName(from.reference)}` };
}
