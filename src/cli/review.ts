import type { BuildTools } from "../build/request.ts";

/** Docker's warnings, as a build tells them. */
export const lint: NonNullable<BuildTools["lint"]> = async (survey, request, ctx) => {
  const { lintBuild } = await import("../lint/in-build.ts");
  await lintBuild(survey, request, ctx);
};

/** What is told, or refused, before anything is built. */
export const review: BuildTools["review"] = async (plan, look, ctx) => {
  if (!plan.stages.some((stage) => stage.steps.some((step) => step.verb === "copy" && step.from.kind === "stage")))
    return;
  const { reviewCopies } = await import("../lint/in-build.ts");
  await reviewCopies(plan, look, ctx);
};
