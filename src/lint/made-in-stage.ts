import path from "node:path/posix";
import type { CopyPlan, PlannedStage, RunPlan, Step } from "../build/plan/plan.ts";
import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import { imagePath } from "../oci/filesystem/path.ts";
import { type Made, madeBy, pathAt, treeAt } from "./made-paths.ts";
import { simpleCommands } from "./shell-words.ts";

/** What the steps of a stage and of those it is built FROM say about one path. */
export interface Makers {
  /** A step makes the path, or may. */
  readonly makes: boolean;
  /** RUN lines that cannot be followed. */
  readonly unclear: readonly RunPlan[];
  readonly steps: readonly Step[];
}

/** `stages`: the stage after those it is built FROM. The context is asked only where a COPY from it matters. */
export async function makersOf(
  stages: readonly PlannedStage[],
  target: string,
  context: () => Promise<Filesystem | undefined>,
): Promise<Makers> {
  const steps = stages.flatMap((stage) => stage.steps);
  const unclear: RunPlan[] = [];
  for (const step of steps) {
    const made = await madeByStep(step, target, context);
    if (made !== "anything") {
      if (made.some((one) => covers(one, target))) return { makes: true, unclear, steps };
    } else if (step.verb === "run") unclear.push(step);
    else return { makes: true, unclear, steps };
  }
  return { makes: false, unclear, steps };
}

const within = (inner: string, outer: string): boolean =>
  inner === outer || inner.startsWith(outer === "/" ? "/" : `${outer}/`);

const covers = ({ kind, at }: Exclude<Made, "anything">[number], target: string): boolean =>
  within(at, target) || (kind === "tree" && within(target, at));

async function madeByStep(step: Step, target: string, context: () => Promise<Filesystem | undefined>): Promise<Made> {
  if (step.verb === "workdir") return [pathAt(step.path)];
  if (step.verb === "run") return madeByRun(step);
  const destination = path.resolve(step.destination);
  if (!within(target, destination) && !within(destination, target)) return [];
  if (step.verb === "add" || step.from.kind !== "context" || step.from.name !== undefined) return [treeAt(destination)];
  const files = await context();
  return files === undefined ? [treeAt(destination)] : madeByCopy(step, target, destination, files);
}

/** A file, written in the Dockerfile or not, lands at the destination or in it; a directory lends it what it holds. */
function madeByCopy(step: CopyPlan, target: string, destination: string, context: Filesystem): Made {
  const below = path.relative(destination, target);
  const inline = step.inline.flatMap(({ name }) => [pathAt(destination), pathAt(path.join(destination, name))]);
  const copied = step.sources.flatMap(({ text }): Exclude<Made, "anything"> => {
    if (/[*?[\\]/.test(text)) return [treeAt(destination)];
    const source = context.lstat(imagePath(text));
    if (source?.type === "file") return [pathAt(destination), pathAt(path.join(destination, path.basename(text)))];
    if (source?.type !== "directory") return [treeAt(destination)];
    return context.lstat(imagePath(path.join(text, below))) === undefined
      ? [pathAt(destination)]
      : [treeAt(destination)];
  });
  return [...inline, ...copied];
}

function madeByRun(step: RunPlan): Made {
  const isShell = step.args.length === 3 && step.args[1] === "-c" && step.scripts.length === 0;
  const commands = isShell ? simpleCommands(step.args[2]!) : [step.args];
  if (commands === undefined) return "anything";
  const env = new Map(
    step.env.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
  const place = { home: env.get("HOME") ?? "/root", path: (env.get("PATH") ?? "").split(":") };
  let cwd = step.cwd;
  const made: Exclude<Made, "anything">[number][] = [];
  for (const command of commands) {
    if (command[0] === "cd" && command.length === 2) {
      cwd = path.resolve(cwd, command[1]!);
      continue;
    }
    const one = madeBy(command, { cwd, ...place });
    if (one === "anything") return one;
    made.push(...one);
  }
  return made;
}
