import type { BuildPlan } from "./plan.ts";

/** Labels from outside the Dockerfile, put over those of the target in the order given. */
export function withLabels(plan: BuildPlan, labels: ReadonlyMap<string, string>): BuildPlan {
  if (labels.size === 0) return plan;
  const stages = plan.stages.map((stage) =>
    stage.index === plan.target
      ? { ...stage, config: { ...stage.config, Labels: { ...stage.config.Labels, ...Object.fromEntries(labels) } } }
      : stage,
  );
  return { ...plan, stages };
}
