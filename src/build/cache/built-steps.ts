import type { CacheRecord } from "../../oci/cache/record.ts";
import type { Digest } from "../../oci/digest.ts";
import type { Reference } from "../../oci/reference.ts";
import type { OwnLayer } from "../execute/chain.ts";
import type { Chains } from "../execute/stages.ts";
import type { StepCache } from "./step-cache.ts";

/** A step of a build as a cache of it has it. */
export interface BuiltStep extends CacheRecord {
  /** Its layer is in the image (or, with SOURCE_DATE_EPOCH, is what one in it was made of). */
  readonly final: boolean;
  /** The repository that its layer came from. */
  readonly origin: Reference | undefined;
}

/** All steps of a plan, each once. `final` are the layers of its image and what those were made of. */
export async function builtSteps(
  chains: Chains,
  final: readonly OwnLayer[],
  cache: StepCache,
): Promise<readonly BuiltStep[]> {
  const inImage = new Set(final.map(({ diffId }) => diffId));
  const steps = new Map<Digest, BuiltStep>();
  for (const layer of [...[...chains.values()].flatMap(({ own }) => own), ...final])
    if (!steps.has(layer.key))
      steps.set(layer.key, {
        key: layer.key,
        layer,
        final: inImage.has(layer.diffId),
        content: await cache.contentOf(layer),
        origin: cache.originOf(layer),
      });
  return [...steps.values()];
}
