import path from "node:path/posix";
import type { BuildPlan, CopyPlan, PlannedStage, RunPlan } from "../build/plan/plan.ts";
import { imagePath } from "../oci/filesystem/path.ts";
import { resolvePath } from "../oci/filesystem/resolve.ts";
import { djibRule } from "./django/rule.ts";
import { type Makers, makersOf } from "./made-in-stage.ts";
import type { Found } from "./rule.ts";
import type { Look } from "./subject.ts";

export const copyFromMissingPath = djibRule({
  name: "CopyFromMissingPath",
  severity: "error",
  about: "COPY --from names a path that the other stage never makes",
  why: "Most often an environment: pip install without a venv puts packages into /usr/local, so there is no /app/venv to copy, and the build fails when it comes to that line.",
  fix: "Make the path in that stage: RUN python -m venv /app/venv, and install with /app/venv/bin/pip.",
  async *check({ plan, look }) {
    if (plan !== undefined) yield* missingPaths(plan, look);
  },
});

/**
 * `COPY --from=stage /path` where the stage never makes the path: an error where every step of the
 * stage and its base are understood, a warning where one is not and is not likely to make the path
 * either. Wildcards are left alone.
 */
export async function* missingPaths(plan: BuildPlan, look: Pick<Look, "context" | "tree">): AsyncIterable<Found> {
  const byIndex = new Map(plan.stages.map((stage) => [stage.index, stage]));
  for (const stage of plan.stages)
    for (const step of stage.steps) {
      if (step.verb !== "copy" || step.from.kind !== "stage") continue;
      const stages = lineage(byIndex.get(step.from.index)!, byIndex);
      for (const wanted of step.sources) {
        const found = await missing(wanted, stages, look);
        if (found !== undefined) yield { ...found, lines: step.where };
      }
    }
}

/** The stage and those it is built FROM, the deepest first. */
function lineage(stage: PlannedStage, byIndex: ReadonlyMap<number, PlannedStage>): readonly PlannedStage[] {
  const found = [stage];
  for (let { base } = stage; base.kind === "stage"; base = found.at(-1)!.base) found.push(byIndex.get(base.index)!);
  return found.toReversed();
}

async function missing(
  wanted: CopyPlan["sources"][number],
  stages: readonly PlannedStage[],
  look: Pick<Look, "context" | "tree">,
): Promise<Found | undefined> {
  const target = path.resolve("/", wanted.text);
  if (target === "/" || /[*?[\\]/.test(wanted.text)) return undefined;
  const makers = await makersOf(stages, target, look.context);
  const { makes, unclear, steps } = makers;
  if (makes || unclear.some((run) => mayMake(run, target))) return undefined;
  const inBase = await baseHas(stages[0]!, target, look);
  if (inBase === true) return undefined;
  const stage = stages.at(-1)!;
  const lines = [...new Set(steps.map(({ where }) => where.line))];
  const shown = lines.length === 0 ? "" : ` (its steps: line${lines.length === 1 ? "" : "s"} ${lines.join(", ")})`;
  const message = `${target} is never made in stage ${stage.name}${shown}`;
  const [where, help] = [wanted.where, helpFor(target, makers)];
  if (unclear.length > 0 || inBase === undefined)
    return { message: `${message}, as far as can be seen`, where, help, severity: "warning" };
  const also = [{ where: installLine(makers) ?? stage.where, note: `this is what stage ${stage.name} does instead` }];
  return { message, where, help, also, severity: "error" };
}

/** Whether the base image of a stage has a path; undefined where its files cannot be looked at. */
async function baseHas(
  { base }: PlannedStage,
  target: string,
  { tree }: Pick<Look, "tree">,
): Promise<boolean | undefined> {
  if (base.kind !== "image") return false;
  const files = await tree(base.image);
  return files && resolvePath(files, imagePath(target)).stat !== undefined;
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
