import { docComment } from "../../../dockerfile/doc-comment.ts";
import { stages as divide } from "../../../dockerfile/stages.ts";
import { type MountSpec, parseMount } from "../../../dockerfile/values/mount.ts";
import type { Location } from "../../../errors.ts";
import { secretId, sshId } from "../fold/mounts.ts";
import { needsOf } from "../needs.ts";
import type { BuildPlan, PlannedStage } from "../plan.ts";
import type { Survey } from "../survey.ts";
import type { Visit } from "../visit.ts";
import { globalArgs, type KnownArg, type OutlinedArg } from "./globals.ts";

/** What a target takes from the command line (BuildKit: subrequests/outline). Lists are in the order of the file. */
export interface Outline {
  /** Undefined where the target has none. */
  readonly name: string | undefined;
  readonly description: string;
  readonly args: readonly OutlinedArg[];
  readonly secrets: readonly Outlined[];
  readonly ssh: readonly Outlined[];
}

export interface Outlined {
  readonly name: string;
  readonly required: boolean;
  /** The RUN that asks for it first. */
  readonly where: Location;
}

/**
 * Outlines the target of a plan by what its survey visited: ARGs, secrets and agents of every stage that it needs. Of
 * several with one name that of the target's own stage is told, before its base's and those of the stages that it reads.
 */
export function outlineOf(plan: BuildPlan, { file, visits, request }: Survey): Outline {
  const { stages } = divide(file);
  const globals = globalArgs(file, request);
  const used = new Map<number, readonly string[]>();
  for (const { index, base } of plan.stages) {
    const names = globals.usedBy(stages[index]!.from);
    used.set(index, base.kind === "stage" ? [...new Set([...names, ...used.get(base.index)!])] : names);
  }
  const order = inOrder(plan).map(({ index }) => ({
    index,
    visits: visits.filter(({ draft }) => draft.index === index),
  }));
  const all = order.flatMap((stage) => stage.visits);
  const { from, name } = stages[plan.target]!;
  return {
    name,
    description: docComment(from.comments, name),
    args: listed(order.flatMap((stage) => argsOf(stage.visits, used.get(stage.index)!, globals.known))),
    secrets: listed(all.flatMap((visit) => asked(visit, "secret", secretId))),
    ssh: listed(all.flatMap((visit) => asked(visit, "ssh", sshId))),
  };
}

/** The target, its base and what that needs, then what the target reads, each stage once. */
function inOrder({ stages, target }: BuildPlan): readonly PlannedStage[] {
  const numbered = new Map(stages.map((stage) => [stage.index, stage]));
  const found = new Set<PlannedStage>();
  const left = [target];
  for (let index = left.pop(); index !== undefined; index = left.pop()) {
    const stage = numbered.get(index)!;
    if (found.has(stage)) continue;
    found.add(stage);
    left.push(...needsOf(stage).toReversed());
  }
  return [...found];
}

/** The ARGs that a stage declares, those that its FROM uses, and those that their defaults are made of. */
function argsOf(visits: readonly Visit[], used: readonly string[], globals: ReadonlyMap<string, KnownArg>) {
  const own = new Map<string, KnownArg>();
  const wanted = new Set(used);
  for (const { written, args } of visits) {
    if (written.name !== "ARG") continue;
    for (const [at, { key }] of written.args.entries()) {
      const { text: name } = key;
      const { value = "", isGlobal } = args[at]!;
      wanted.add(name);
      const description = docComment(written.comments, name);
      if (!isGlobal) own.set(name, { name, value, description, where: written.where, needs: new Set() });
    }
  }
  const known = (name: string) => own.get(name) ?? globals.get(name);
  for (const name of wanted) for (const need of known(name)?.needs ?? []) wanted.add(need);
  return [...wanted].flatMap((name) => known(name) ?? []);
}

function asked({ instruction }: Visit, type: MountSpec["type"], nameOf: (spec: MountSpec) => string) {
  if (instruction.name !== "RUN") return [];
  const specs = instruction.mounts.map(parseMount).filter((spec) => spec.type === type);
  return specs.map((spec) => ({ name: nameOf(spec), required: spec.required, where: instruction.where }));
}

/** The first of each name, by lines. */
function listed<One extends { readonly name: string; readonly where: Location }>(all: readonly One[]): readonly One[] {
  const first = new Map<string, One>();
  for (const one of all) if (!first.has(one.name)) first.set(one.name, one);
  return [...first.values()].sort((a, b) => a.where.line - b.where.line);
}
