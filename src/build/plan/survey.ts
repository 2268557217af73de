import { parseUpToError } from "../../dockerfile/parse/parse.ts";
import type { Dockerfile } from "../../dockerfile/syntax.ts";
import { DjibError } from "../../errors.ts";
import type { Lookup } from "./bases.ts";
import type { BuildPlan } from "./plan.ts";
import { planBuild, type PlanRequest } from "./planner.ts";
import type { Visit } from "./visit.ts";

/** What a Dockerfile says, as far as it could be read and planned: what lint looks at. */
export interface Survey {
  readonly file: Dockerfile;
  /** Each instruction of the planned stages, in order. */
  readonly visits: readonly Visit[];
  readonly request: SurveyRequest;
  /** Undefined where there is an error. */
  readonly plan: BuildPlan | undefined;
  /** The first problem; everything else here is what lies before it. */
  readonly error: DjibError | undefined;
}

export type SurveyRequest = Omit<PlanRequest, "visit"> & { readonly dockerfile: Dockerfile["source"] };

/**
 * Reads and plans a Dockerfile without executing anything. Rejects for what is no problem of the
 * Dockerfile (cancelled, a defect); a problem of it is in the result.
 */
export async function surveyBuild(request: SurveyRequest, lookup: Lookup): Promise<Survey> {
  const visits: Visit[] = [];
  const { file, error } = parseUpToError(request.dockerfile);
  const known = { file, visits, request };
  if (error !== undefined) return { ...known, plan: undefined, error };
  try {
    const plan = await planBuild(file, { ...request, visit: (visit) => visits.push(visit) }, lookup);
    return { ...known, plan, error: undefined };
  } catch (failed) {
    if (!(failed instanceof DjibError)) throw failed;
    return { ...known, plan: undefined, error: failed };
  }
}
