import type { Event } from "../events.ts";
import { imageId } from "../oci/image/derive.ts";
import type { Image } from "../oci/image/image.ts";
import { formatPlatform } from "../oci/platform.ts";
import type { BuildPlan, PlannedStage } from "./plan/plan.ts";

/** What will be done, as it is told before it begins; what several plans have in common once. */
export function planEvent(name: string | undefined, plans: readonly BuildPlan[], executor: string | undefined): Event {
  const shown = (stage: PlannedStage) =>
    stage.steps.map(({ id, number, title, where }) => ({
      id,
      stage: stage.label,
      number,
      of: stage.steps.length,
      title,
      line: where.line,
    }));
  const steps = plans.flatMap(({ stages }) => stages.flatMap(shown));
  const platform = plans.map((plan) => formatPlatform(plan.platform)).join(",");
  return { type: "plan", name, platform, executor, steps: [...new Map(steps.map((step) => [step.id, step])).values()] };
}

/** What was made. Sizes are those of the layers as they are in the store. */
export function imageEvent(image: Image, plan: BuildPlan, several: boolean): Event {
  const target = plan.stages.find((stage) => stage.index === plan.target)!;
  const kept = new Set(target.base.kind === "image" ? target.base.image.layers.map((layer) => layer.diffId) : []);
  const sum = (layers: Image["layers"]) => layers.reduce((total, layer) => total + layer.size, 0);
  return {
    type: "image",
    id: imageId(image),
    ...(several ? { platform: formatPlatform(plan.platform) } : {}),
    size: sum(image.layers),
    added: sum(image.layers.filter((layer) => !kept.has(layer.diffId))),
  };
}
