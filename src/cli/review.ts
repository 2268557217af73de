import type { BuildTools } from "../build/request.ts";
import { lintBuild, reviewCopies } from "../lint/in-build.ts";

/** Docker's warnings, as a build tells them. */
export const lint: NonNullable<BuildTools["lint"]> = async (survey, around, ctx) => {
  await lintBuild(survey, around, ctx);
};

/** What is told, or refused, before anything is built. */
export const review: BuildTools["review"] = async (plan, look, ctx) => {
  if (!plan.stages.some((stage) => stage.steps.some((step) => step.verb === "copy" && step.from.kind === "stage")))
    return;
  await reviewCopies(plan, look, ctx);
};
