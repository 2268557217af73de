import path from "node:path/posix";
import type { BuildPlan, CopyPlan, PlannedStage, RunPlan } from "../build/plan/plan.ts";
import { showsPath } from "./base-tree.ts";
import type { Ctx } from "../ctx.ts";
import type { Store } from "../oci/store/store.ts";
import { problem } from "./errors.ts";
import { madeBy } from "./made-paths.ts";
import { simpleCommands } from "./shell-words.ts";

/** What a stage's own steps may make: known paths, and the RUN lines that cannot be followed. */
interface Makers {
  readonly paths: readonly string[];
  readonly unclear: readonly RunPlan[];
  readonly all: PlannedStage["steps"];
}

/**
 * Tells of `COPY --from=stage /path` where the stage never makes the path, before anything is
 * built: an error where every step of the stage is understood, a warning where a RUN is not and
 * none speaks of the path. Wildcards and paths of system directories that an unclear RUN may have
 * filled are left alone.
 */
export async function checkCopiedPaths(plan: BuildPlan, { store }: { readonly store: Store }, ctx: Ctx): Promise<void> {
  const byIndex = new Map(plan.stages.map((stage) => [stage.index, stage]));
  for (const stage of plan.stages)
    for (const step of stage.steps) {
      if (step.verb !== "copy" || step.from.kind !== "stage") continue;
      const source = byIndex.get(step.from.index)!;
      for (const wanted of step.sources) await checkOne(step, wanted, source, lineage(source, byIndex), store, ctx);
    }
}

async function checkOne(
  step: CopyPlan,
  wanted: CopyPlan["sources"][number],
  stage: PlannedStage,
  stages: readonly PlannedStage[],
  store: Store,
  ctx: Ctx,
): Promise<void> {
  const target = path.resolve("/", wanted.text);
  if (target === "/" || /[*?[\\]/.test(wanted.text)) return;
  const makers = makersOf(stages);
  if (makers.paths.some((made) => within(target, made) || within(made, target))) return;
  const unclear = makers.unclear.length > 0;
  if (unclear && (isSystem(target) || makers.unclear.some((run) => mentions(run, target)))) return;
  if (await showsPath(stages[0]!, target, store, ctx)) return;
  const lines = makers.all.map((made) => made.where.line).join(", ");
  const message = `${target} is never made in stage ${stage.name}${lines === "" ? "" : ` (its steps: line ${lines})`}`;
  const help = helpFor(target, makers);
  const also = [{ where: stage.where, note: `stage ${stage.name} begins here` }];
  if (!unclear) throw problem("copy/no-such-path", message, { where: wanted.where, also, help });
  ctx.emit({
    type: "warning",
    code: "copy/no-such-path",
    message: `${message}, as far as can be seen`,
    where: step.where,
    help,
  });
}

function makersOf(stages: readonly PlannedStage[]): Makers {
  const paths: string[] = [];
  const unclear: RunPlan[] = [];
  for (const step of stages.flatMap((stage) => stage.steps)) {
    if (step.verb === "workdir") paths.push(step.path);
    else if (step.verb !== "run") paths.push(path.resolve(step.destination));
    else {
      const made = madeByRun(step);
      if (made === "anything") unclear.push(step);
      else paths.push(...made);
    }
  }
  return { paths, unclear, all: stages.flatMap((stage) => stage.steps) };
}

function madeByRun(step: RunPlan): readonly string[] | "anything" {
  const isShell = step.args.length === 3 && step.args[1] === "-c" && step.scripts.length === 0;
  const commands = isShell ? simpleCommands(step.args[2]!) : [step.args];
  if (commands === undefined) return "anything";
  const env = new Map(
    step.env.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
  let cwd = step.cwd;
  const made: string[] = [];
  for (const command of commands) {
    if (command[0] === "cd" && command.length === 2) {
      cwd = path.resolve(cwd, command[1]!);
      continue;
    }
    const one = madeBy(command, { cwd, home: env.get("HOME") ?? "/root", path: (env.get("PATH") ?? "").split(":") });
    if (one === "anything") return one;
    made.push(...one);
  }
  return made;
}

const within = (inner: string, outer: string): boolean =>
  inner === outer || inner.startsWith(outer === "/" ? "/" : `${outer}/`);

const isSystem = (target: string): boolean =>
  ["/usr", "/etc", "/var", "/lib", "/bin", "/sbin", "/opt", "/root", "/home"].some(
    (one) => within(target, one) && target.split("/").length !== 2,
  );

/** Whether the text of a RUN speaks of the path's last name: then it may well make it. */
const mentions = (run: RunPlan, target: string): boolean =>
  [...run.args, ...run.scripts.map((script) => script.content)].join(" ").includes(path.basename(target));

function helpFor(target: string, makers: Makers): string {
  const isEnvironment = /(^|[.-])v?env$/.test(path.basename(target));
  const installs = makers.all.some((step) => step.verb === "run" && /\bpip\b/.test(step.args.join(" ")));
  if (isEnvironment && installs)
    return `make it first: RUN python -m venv ${target}, then install with ${target}/bin/pip (or ENV PATH=${target}/bin:$PATH); without it pip installs into /usr/local`;
  return "make the path in that stage, or copy the one that is there (`djib build --target` and `djib ls` show what is)";
}

/** The stage and those it is built FROM, the deepest first. */
function lineage(stage: PlannedStage, byIndex: ReadonlyMap<number, PlannedStage>): readonly PlannedStage[] {
  return stage.base.kind === "stage" ? [...lineage(byIndex.get(stage.base.index)!, byIndex), stage] : [stage];
}
