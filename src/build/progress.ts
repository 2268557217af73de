import type { Event } from "../events.ts";
import { imageId } from "../oci/image/derive.ts";
import type { Image } from "../oci/image/image.ts";
import { formatPlatform } from "../oci/platform.ts";
import type { BuildPlan, PlannedStage } from "./plan/plan.ts";

/** What will be done, as it is told before it begins. */
export function planEvent(name: string | undefined, plan: BuildPlan, executor: string | undefined): Event {
  const shown = (stage: PlannedStage) =>
    stage.steps.map(({ id, number, title, where }) => ({
      id,
      stage: stage.name,
      number,
      of: stage.steps.length,
      title,
      line: where.line,
    }));
  const steps = plan.stages.flatMap(shown);
  return { type: "plan", name, platform: formatPlatform(plan.platform), executor, steps };
}

/** What was made. Sizes are those of the layers as they are in the store. */
export function imageEvent(image: Image, plan: BuildPlan): Event {
  const target = plan.stages.find((stage) => stage.index === plan.target)!;
  const kept = new Set(target.base.kind === "image" ? target.base.image.layers.map((layer) => layer.diffId) : []);
  const sum = (layers: Image["layers"]) => layers.reduce((total, layer) => total + layer.size, 0);
  return {
    type: "image",
    id: imageId(image),
    size: sum(image.layers),
    added: sum(image.layers.filter((layer) => !kept.has(layer.diffId))),
  };
}
