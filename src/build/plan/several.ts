import { digestOf } from "../../oci/digest.ts";
import { formatPlatform } from "../../oci/platform.ts";
import type { BuildPlan, PlannedStage } from "./plan.ts";

/** One for each platform. */
export type Plans = readonly [BuildPlan, ...BuildPlan[]];

export const mapPlans = ([first, ...more]: Plans, change: (plan: BuildPlan) => BuildPlan): Plans => [
  change(first),
  ...more.map(change),
];

/**
 * The name of what each stage of a plan makes, by index: that of another plan's stage exactly where
 * both make the same. Stages that a stage needs count by their own names, images by layers and
 * configuration, places, ids and labels not at all.
 */
export function stageNames(plan: BuildPlan): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const stage of plan.stages) {
    const text = JSON.stringify(stage, (key, value: unknown) => {
      if (unnamed.has(key)) return undefined;
      return isStageReference(value) ? { kind: "stage", name: names.get(value.index) } : value;
    });
    names.set(stage.index, digestOf(text));
  }
  return names;
}

/** The bytes that an image was pulled as say nothing that its parsed form does not. */
const unnamed: ReadonlySet<string> = new Set(["where", "id", "label", "raw"]);

const isStageReference = (value: unknown): value is { readonly kind: "stage"; readonly index: number } =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "stage" && "index" in value;

/**
 * The plans with labels that tell their stages apart, as BuildKit's do: "linux/arm64 builder", and
 * "linux/amd64->arm64 builder" for one that runs on a platform and works for another. A stage that
 * several have in common has one label, and its steps the same ids in all of them. One plan alone
 * stays as it is.
 */
export function labelled(plans: Plans): Plans {
  if (plans.length === 1) return plans;
  const labels = new Map<string, string>();
  const known = new Map(plans.map((plan) => [formatPlatform(plan.platform), new Set(stageNames(plan).values())]));
  return mapPlans(plans, (plan) => {
    const names = stageNames(plan);
    const stages = plan.stages.map((stage) => {
      const name = names.get(stage.index)!;
      const label = labels.get(name) ?? labelOf(stage, plan, known.get(formatPlatform(stage.platform))?.has(name));
      labels.set(name, label);
      return { ...stage, label, steps: stage.steps.map((step) => ({ ...step, id: `${label}/${step.number}` })) };
    });
    return { ...plan, stages };
  });
}

function labelOf(stage: PlannedStage, plan: BuildPlan, isNative = false): string {
  const [on, target] = [formatPlatform(stage.platform), plan.platform];
  if (isNative || on === formatPlatform(target)) return `${on} ${stage.name}`;
  const works =
    stage.platform.os === target.os ? formatPlatform(target).slice(target.os.length + 1) : formatPlatform(target);
  return `${on}->${works} ${stage.name}`;
}
