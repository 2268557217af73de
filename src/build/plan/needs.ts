import type { PlannedStage, Step } from "./plan.ts";

/** Stages that a step reads. */
export function stagesOf(step: Step): readonly number[] {
  if (step.verb === "workdir") return [];
  const sources =
    step.verb === "run" ? step.mounts.flatMap((mount) => ("from" in mount ? [mount.from] : [])) : [step.from];
  return sources.flatMap((from) => (from.kind === "stage" ? [from.index] : []));
}

/** Stages that a stage needs: its base, then those that its steps read, in their order. */
export const needsOf = ({ base, steps }: PlannedStage): readonly number[] => [
  ...(base.kind === "stage" ? [base.index] : []),
  ...steps.flatMap(stagesOf),
];
