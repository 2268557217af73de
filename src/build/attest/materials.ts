import type { Digest } from "../../oci/digest.ts";
import { formatPlatform, type Platform } from "../../oci/platform.ts";
import { fullName, type Reference } from "../../oci/reference.ts";
import type { Source } from "../../sources/source.ts";
import type { BuildPlan, PlannedStage, Step } from "../plan/plan.ts";

/** An image that a build stands on or copies from. */
export interface Material {
  readonly reference: Reference;
  readonly platform: Platform;
  /** What its name led to. */
  readonly digest: Digest;
}

const keyOf = (reference: Reference, platform: Platform): string =>
  `${fullName(reference)} ${formatPlatform(platform)}`;

/** A source that remembers what each name led to. */
export function remembering(source: Source) {
  const found = new Map<string, Material>();
  const remember: Source = async (reference, platform, ctx) => {
    const answer = await source(reference, platform, ctx);
    if (answer !== undefined) found.set(keyOf(reference, platform), { reference, platform, digest: answer.digest });
    return answer;
  };
  /** Images of a plan that came from a registry, by name, each once. */
  const materialsOf = (plan: BuildPlan): readonly Material[] => {
    const keys = plan.stages.flatMap(imagesOf).map(({ reference, platform }) => keyOf(reference, platform));
    return [...new Set(keys)].sort().flatMap((key) => found.get(key) ?? []);
  };
  return { source: remember, materialsOf };
}

const imagesOf = ({ base, platform, steps }: PlannedStage): readonly Omit<Material, "digest">[] => [
  ...(base.kind === "image" ? [{ reference: base.reference, platform }] : []),
  ...steps.flatMap(originsOf).flatMap((from) => (from.kind === "image" ? [from] : [])),
];

function originsOf(step: Step) {
  if (step.verb === "workdir") return [];
  if (step.verb !== "run") return [step.from];
  return step.mounts.flatMap((mount) => (mount.type === "bind" || mount.type === "cache" ? [mount.from] : []));
}
