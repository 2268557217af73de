import { inlineMember } from "../oci/cache/record.ts";
import { appendHistory, appendLayer, inFamily, withAnnotations, withConfig } from "../oci/image/edit.ts";
import { emptyImage } from "../oci/image/empty.ts";
import type { HistoryEntry, Image } from "../oci/image/image.ts";
import type { SealedLayer } from "../oci/layer/sealed.ts";
import { isSameMachine, normalise, type Platform } from "../oci/platform.ts";
import type { Layers } from "./cache/step-cache.ts";
import type { BuildPlan, PlannedStage } from "./plan/plan.ts";

/**
 * The image of a plan's target: its base with the layers that the steps `made` on top, in OCI's
 * media types; the base's layers keep their bytes. `created` dates the image and the history of
 * every instruction of the Dockerfile; that of the base stays. It is for the plan's platform, whatever
 * its base says of itself; where nobody asked for one, for the base's.
 */
export function assemble(
  plan: BuildPlan,
  made: readonly SealedLayer[],
  {
    created,
    isPlatformImplied = false,
  }: { readonly created: string; readonly isPlatformImplied?: boolean | undefined },
  where: Layers,
): Image {
  const lineage = lineageOf(plan, plan.target);
  const first = lineage[0]!;
  const target = lineage.at(-1)!;
  const base = first.base.kind === "image" ? first.base.image : emptyImage(plan.platform);
  const history = lineage.flatMap((stage) => stage.history);
  // What is said of the base is not true of what is built on it.
  let grown = withAnnotations(undefined)(inFamily("oci")(base));
  for (const [{ empty_layer: _, ...entry }, layer] of withLayers(history, made)) {
    const dated = { ...entry, created };
    const append = layer === undefined ? appendHistory(dated) : appendLayer(where.get(layer, grown.family), dated);
    grown = append(grown);
  }
  return withConfig((config) => {
    // A cache that is inline in the base tells of the base's steps.
    const { author: _, [inlineMember]: _cache, ...rest } = config;
    const author = target.author === undefined ? {} : { author: target.author };
    return {
      ...withPlatform(rest, isPlatformImplied ? rest : plan.platform),
      created,
      ...author,
      config: target.config,
    };
  })(grown);
}

/** A variant of the base's is none of another machine (BuildKit: convert.go, where the target's image is finished). */
function withPlatform<T extends Platform>(config: T, platform: Platform): T {
  const { variant, ...rest } = config;
  const own = isSameMachine(config, platform) && variant !== undefined ? { variant } : {};
  return { ...rest, ...normalise({ ...own, ...platform }) } as T;
}

/** Each entry with the layer that belongs to it, in order. */
function* withLayers(
  history: readonly HistoryEntry[],
  made: readonly SealedLayer[],
): Generator<readonly [HistoryEntry, SealedLayer | undefined]> {
  let next = 0;
  for (const entry of history) yield [entry, entry.empty_layer === true ? undefined : made[next++]!];
}

/** The stage, preceded by the stages that it is built FROM. */
function lineageOf({ stages }: BuildPlan, target: number): readonly PlannedStage[] {
  const byIndex = new Map(stages.map((stage) => [stage.index, stage]));
  const lineage = [byIndex.get(target)!];
  for (const { base } of lineage) if (base.kind === "stage") lineage.push(byIndex.get(base.index)!);
  return lineage.reverse();
}
