import type { BuildPlan, PlannedStage } from "../../build/plan/plan.ts";
import { formatPlatform } from "../../oci/platform.ts";
import { redactUrls } from "../../redact.ts";
import { shownName } from "../../build/plan/named-contexts.ts";
import type { Paint } from "./style.ts";

/** Stages and steps as a tree, each step with its line in the Dockerfile. */
export function renderPlan(plan: BuildPlan, paint: Paint): string {
  const widest = Math.max(
    1,
    ...plan.stages.flatMap((stage) => stage.steps.map((step) => String(step.where.line).length)),
  );
  const blocks = plan.stages.map((stage) => {
    const steps = stage.steps.map(
      (step) => `  ${paint("dim", String(step.where.line).padStart(widest))}  ${step.title}\n`,
    );
    return `${paint("bold", stage.name)}  ${baseName(stage, plan)}\n${steps.join("")}`;
  });
  return `${blocks.join("")}${paint("dim", `platform ${formatPlatform(plan.platform)}`)}\n`;
}

function baseName({ base }: PlannedStage, plan: BuildPlan): string {
  if (base.kind === "scratch") return "scratch";
  if (base.kind === "stage") return plan.stages.find((stage) => stage.index === base.index)!.name;
  return shownName(base);
}

/** The plan as data: places as file and line, base images by name and digest of their config. */
export function planAsData(plan: BuildPlan): unknown {
  return JSON.parse(
    JSON.stringify(plan, (key, value: unknown) => {
      if (key === "where")
        return { line: (value as { line: number }).line, column: (value as { column: number }).column };
      if (key === "image" && typeof value === "object" && value !== null && "layers" in value)
        return { diffIds: (value as { layers: { diffId: string }[] }).layers.map((layer) => layer.diffId) };
      return typeof value === "string" ? redactUrls(value) : value;
    }),
  );
}
