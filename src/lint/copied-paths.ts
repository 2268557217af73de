import path from "node:path/posix";
import type { BuildPlan, CopyPlan, PlannedStage, RunPlan } from "../build/plan/plan.ts";
import type { Ctx } from "../ctx.ts";
import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import type { Store } from "../oci/store/store.ts";
import { showsPath } from "./base-tree.ts";
import { problem } from "./errors.ts";
import { type Makers, makersOf } from "./made-in-stage.ts";

interface Look {
  readonly store: Store;
  context(): Promise<Filesystem>;
}

/**
 * Tells of `COPY --from=stage /path` where the stage never makes the path, before anything is
 * built: an error where every step of the stage is understood, a warning where a RUN is not and
 * is not likely to make the path either. Wildcards are left alone.
 */
export async function checkCopiedPaths(plan: BuildPlan, look: Look, ctx: Ctx): Promise<void> {
  const byIndex = new Map(plan.stages.map((stage) => [stage.index, stage]));
  for (const stage of plan.stages)
    for (const step of stage.steps) {
      if (step.verb !== "copy" || step.from.kind !== "stage") continue;
      const stages = lineage(byIndex.get(step.from.index)!, byIndex);
      for (const wanted of step.sources) await checkOne(wanted, stages, look, ctx);
    }
}

/** The stage and those it is built FROM, the deepest first. */
function lineage(stage: PlannedStage, byIndex: ReadonlyMap<number, PlannedStage>): readonly PlannedStage[] {
  return stage.base.kind === "stage" ? [...lineage(byIndex.get(stage.base.index)!, byIndex), stage] : [stage];
}

async function checkOne(
  wanted: CopyPlan["sources"][number],
  stages: readonly PlannedStage[],
  look: Look,
  ctx: Ctx,
): Promise<void> {
  const target = path.resolve("/", wanted.text);
  if (target === "/" || /[*?[\\]/.test(wanted.text)) return;
  const makers = await makersOf(stages, target, look.context);
  const { makes, unclear, steps } = makers;
  if (makes || unclear.some((run) => mayMake(run, target))) return;
  if (await showsPath(stages[0]!, target, look.store, ctx)) return;
  const stage = stages.at(-1)!;
  const lines = [...new Set(steps.map(({ where }) => where.line))];
  const shown = lines.length === 0 ? "" : ` (its steps: line${lines.length === 1 ? "" : "s"} ${lines.join(", ")})`;
  const message = `${target} is never made in stage ${stage.name}${shown}`;
  const help = helpFor(target, makers);
  if (unclear.length > 0) {
    const where = wanted.where;
    ctx.emit({ type: "warning", code: "copy/no-such-path", message: `${message}, as far as can be seen`, where, help });
    return;
  }
  const also = [{ where: installLine(makers) ?? stage.where, note: `this is what stage ${stage.name} does instead` }];
  throw problem("copy/no-such-path", message, { where: wanted.where, also, help });
}

/**
 * What a RUN that cannot be followed may well make: what it speaks of, what lies in a system
 * directory, and what lies where it works, but not an environment, which is made by its name.
 */
const mayMake = ({ args, scripts, cwd }: RunPlan, target: string): boolean =>
  [...args, ...scripts.map((script) => script.content)].join(" ").includes(path.basename(target)) ||
  /^\/(usr|etc|var|lib|lib64|bin|sbin|opt|root|home|srv|tmp|run)(\/|$)/.test(target) ||
  (!isEnvironment(target) && target.startsWith(cwd === "/" ? "/" : `${cwd}/`));

const isEnvironment = (target: string): boolean => /(^|[._-])v?env$/.test(path.basename(target));

const installLine = ({ steps }: Makers) =>
  steps.findLast((step) => step.verb === "run" && /\bpip[\d.]* install\b/.test(step.args.join(" ")))?.where;

function helpFor(target: string, makers: Makers): string {
  if (isEnvironment(target) && installLine(makers) !== undefined)
    return `make it first: RUN python -m venv ${target}, and install with ${target}/bin/pip; without it pip installs into /usr/local`;
  return "make the path in that stage, or copy one that is there (`djib build --target STAGE`, then `djib ls`)";
}
