import type { Ctx } from "../../ctx.ts";
import type { Capability, Executor } from "../../executor/executor.ts";
import { problem } from "../errors.ts";
import type { BuildPlan } from "../plan/plan.ts";
import type { Sight } from "./outlook.ts";
import { type Assessment, assess, prospectsOf, type RunVerdict } from "./verdicts.ts";

/** An executor that works here, and what its probe found. */
export interface Chosen {
  readonly executor: Executor;
  readonly capability: Extract<Capability, { readonly works: true }>;
}

/**
 * The first executor that can do all of a build, as far as can be told before anything is built. Rejects with what
 * was tried where none works here, or with the first line that each of them cannot execute.
 */
export async function chooseExecutor(
  executors: readonly Executor[],
  plans: readonly BuildPlan[],
  sight: Sight,
  ctx: Ctx,
): Promise<Chosen> {
  const prospects = prospectsOf(plans, sight, ctx);
  const refused: Assessment[] = [];
  for (const executor of executors) {
    const assessment = await assess(executor, prospects, ctx);
    const { capability } = assessment;
    if (capability.works && assessment.verdicts.every(({ verdict }) => verdict.answer !== "no")) {
      for (const message of capability.warnings)
        ctx.emit({ type: "warning", code: `executor/${executor.name}`, message });
      return { executor, capability };
    }
    refused.push(assessment);
  }
  throw refusal(refused, plans);
}

function refusal(refused: readonly Assessment[], plans: readonly BuildPlan[]) {
  const firsts = refused.map((assessment) => ({ ...assessment, first: firstNo(assessment) }));
  const last = firsts.findLast(({ first }) => first !== undefined);
  if (last?.first !== undefined) {
    const { run, verdict } = last.first;
    const { word = "", reason, where, help } = verdict as Extract<typeof verdict, { readonly answer: "no" }>;
    const why = word === "" ? reason : `${word} ${reason}`;
    return problem("build/verdict", `the ${last.executor.name} executor cannot run this: ${why}`, {
      where: where ?? run.where,
      detail: firsts.filter((one) => one !== last).flatMap((one) => because(one, one.first)),
      help,
    });
  }
  const first = plans
    .flatMap(({ stages }) => stages)
    .flatMap(({ steps }) => steps.filter(({ verb }) => verb === "run"));
  const [help] = refused.flatMap(({ capability }) => (capability.works ? [] : [capability.help]));
  return problem("build/no-executor", "no executor for RUN works on this machine", {
    where: first[0]?.where,
    detail: refused.flatMap((one) => because(one, undefined)),
    help,
  });
}

const firstNo = ({ verdicts }: Assessment): RunVerdict | undefined =>
  verdicts.find(({ verdict }) => verdict.answer === "no");

function because({ executor, capability }: Assessment, first: RunVerdict | undefined): readonly string[] {
  if (!capability.works) return capability.tried.map(({ what, said }) => `${what}: ${said}`);
  if (first === undefined || first.verdict.answer !== "no") return [];
  const { word, reason } = first.verdict;
  return [`${executor.name}: line ${first.run.where.line}: ${word === undefined ? "" : `${word} `}${reason}`];
}
