import type { PlannedStage, RunPlan } from "../../build/plan/plan.ts";
import type { Visit } from "../../build/plan/visit.ts";
import { runBody } from "../../dockerfile/run-body.ts";
import type { Run } from "../../dockerfile/syntax.ts";
import { type SimpleCommand, simpleCommands } from "../shell-words.ts";
import type { Subject } from "../subject.ts";

/** The target stage after those it is built FROM: what they do is in the image. Empty where nothing could be planned. */
export function stagesOfImage({ plan }: Subject): readonly PlannedStage[] {
  const stages = new Map((plan?.stages ?? []).map((stage) => [stage.index, stage]));
  const lineage: PlannedStage[] = [];
  let stage = plan && stages.get(plan.target);
  while (stage !== undefined) {
    lineage.push(stage);
    stage = stage.base.kind === "stage" ? stages.get(stage.base.index) : undefined;
  }
  return lineage.toReversed();
}

/** Visits by the number of their stage. */
export function byStage({ visits }: Subject): ReadonlyMap<number, readonly Visit[]> {
  const stages = new Map<number, Visit[]>();
  for (const visit of visits) {
    const known = stages.get(visit.draft.index);
    if (known === undefined) stages.set(visit.draft.index, [visit]);
    else known.push(visit);
  }
  return stages;
}

/** The instructions that the image is made of, in order. */
export function visitsOfImage(subject: Subject): readonly Visit[] {
  const stages = byStage(subject);
  return stagesOfImage(subject).flatMap(({ index }) => stages.get(index) ?? []);
}

/** Variables of the image's ENV, base included. */
export const environment = (stage: PlannedStage): ReadonlyMap<string, string> =>
  new Map((stage.config.Env ?? []).map((entry) => [entry.split("=", 1)[0]!, entry.slice(entry.indexOf("=") + 1)]));

export interface ReadRun {
  readonly written: Run;
  readonly instruction: Run;
  /** What the command sees: environment and directory. */
  readonly step: RunPlan | undefined;
  /** undefined: nothing can be said of it. */
  readonly commands: readonly SimpleCommand[] | undefined;
  /** The whole text of it. */
  readonly text: string;
}

/** The RUN lines among visits, read as far as they can be. */
export function runs(visits: readonly Visit[], { plan }: Subject): readonly ReadRun[] {
  const steps = new Map((plan?.stages ?? []).flatMap((stage) => stage.steps.map((step) => [step.where, step])));
  return visits.flatMap(({ written, instruction }) => {
    if (written.name !== "RUN" || instruction.name !== "RUN") return [];
    const body = runBody(instruction);
    const text = body.form === "exec" ? body.args.join(" ") : body.form === "shell" ? body.text : body.content;
    const commands = body.form === "exec" ? [body.args] : body.form === "shell" ? simpleCommands(body.text) : undefined;
    const step = steps.get(written.where);
    return [{ written, instruction, text, commands, step: step?.verb === "run" ? step : undefined }];
  });
}

/** RUN lines by their instruction. */
export const runsByInstruction = (subject: Subject): ReadonlyMap<unknown, ReadRun> =>
  new Map(runs(subject.visits, subject).map((run) => [run.written, run]));

/** Without assignments, `exec`, and programs that only start another one. */
export function program(command: SimpleCommand): SimpleCommand {
  let from = 0;
  for (let skipped = skip(command, 0); skipped > 0; skipped = skip(command, from)) from += skipped;
  return [nameAt(command, from), ...command.slice(from + 1)];
}

const nameAt = (command: SimpleCommand, at: number): string => command[at]?.replace(/^.*\//s, "") ?? "";

/** How many words at a place only lead to another command. */
function skip(command: SimpleCommand, at: number): number {
  const [first, second] = [command[at] ?? "", command[at + 1]];
  const name = nameAt(command, at);
  if (/^[A-Za-z_]\w*=/.test(first) || /^(exec|sudo|env)$/.test(first)) return 1;
  if (/^(tini|dumb-init)$/.test(name)) return second === "--" ? 2 : 1;
  if (/^(uv|poetry|pipenv|pdm)$/.test(name) && second === "run") return 2;
  return /^python[\d.]*$/.test(name) && second === "-m" && command[at + 2] !== undefined ? 2 : 0;
}

/** The arguments of `manage.py` or django-admin; undefined where it is something else. */
export function managed(command: SimpleCommand): readonly string[] | undefined {
  const [name = "", script = "", ...rest] = program(command);
  if (name === "manage.py" || name === "django-admin" || name === "django") return [script, ...rest];
  return /^python[\d.]*$/.test(name) && /(^|\/)manage\.py$/.test(script) ? rest : undefined;
}
