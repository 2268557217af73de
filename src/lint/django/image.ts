import type { PlannedStage, RunPlan } from "../../build/plan/plan.ts";
import type { Visit } from "../../build/plan/visit.ts";
import { runBody } from "../../dockerfile/run-body.ts";
import type { Run } from "../../dockerfile/syntax.ts";
import { type SimpleCommand, simpleCommands } from "../shell-words.ts";
import type { Subject } from "../subject.ts";

/** The target stage after those it is built FROM: what they do is in the image. Empty where nothing could be planned. */
export function stagesOfImage({ plan }: Subject): readonly PlannedStage[] {
  const lineage: PlannedStage[] = [];
  let stage = plan?.stages.find(({ index }) => index === plan.target);
  while (stage !== undefined) {
    lineage.unshift(stage);
    const { base } = stage;
    stage = base.kind === "stage" ? plan?.stages.find(({ index }) => index === base.index) : undefined;
  }
  return lineage;
}

/** The instructions that the image is made of, in order. */
export function visitsOfImage(subject: Subject): readonly Visit[] {
  return stagesOfImage(subject).flatMap(({ index }) => subject.visits.filter(({ draft }) => draft.index === index));
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

/** Without assignments, `exec`, and programs that only start another one. */
export function program(command: SimpleCommand): SimpleCommand {
  const [first = "", ...rest] = command;
  if (/^[A-Za-z_]\w*=/.test(first) || first === "exec" || first === "sudo" || first === "env") return program(rest);
  const name = first.slice(first.lastIndexOf("/") + 1);
  if (/^(tini|dumb-init)$/.test(name)) return program(rest[0] === "--" ? rest.slice(1) : rest);
  if (/^(uv|poetry|pipenv|pdm)$/.test(name) && rest[0] === "run") return program(rest.slice(1));
  if (/^python[\d.]*$/.test(name) && rest[0] === "-m" && rest[1] !== undefined) return program(rest.slice(1));
  return [name, ...rest];
}

/** The arguments of `manage.py` or django-admin; undefined where it is something else. */
export function managed(command: SimpleCommand): readonly string[] | undefined {
  const [name = "", script = "", ...rest] = program(command);
  if (name === "manage.py" || name === "django-admin" || name === "django") return [script, ...rest];
  return /^python[\d.]*$/.test(name) && /(^|\/)manage\.py$/.test(script) ? rest : undefined;
}
