import { expand } from "../../dockerfile/expand/expand.ts";
import { stages as divide } from "../../dockerfile/stages.ts";
import type { Dockerfile, Word } from "../../dockerfile/syntax.ts";
import type { Location } from "../../errors.ts";
import type { Network, RunOptions } from "../../executor/executor.ts";
import { nearest } from "../../nearest.ts";
import { emptyImage } from "../../oci/image/empty.ts";
import type { Image } from "../../oci/image/image.ts";
import type { Platform } from "../../oci/platform.ts";
import { type BuildArgs, declaredBy, globalArguments, unusedArguments } from "./arguments.ts";
import { type Lookup, withBases } from "./bases.ts";
import { type Draft, draftStages, targetOf } from "./drafts.ts";
import { expanded, fold } from "./fold/fold.ts";
import { withEpoch } from "./epoch.ts";
import { withFiles } from "./files-base.ts";
import { checkFrontend } from "./frontend.ts";
import { checkStages } from "./check-stages.ts";
import { withLabels } from "./labels.ts";
import type { NamedContexts } from "./named-contexts.ts";
import type { BuildPlan, PlannedBase, PlannedStage } from "./plan.ts";
import { mountSourceOf, reach, sourceOf } from "./reach.ts";
import type { Entitlement, Scope } from "./scope.ts";
import { type StageState, stateFromImage, stateFromStage } from "./state.ts";
import { unsetVariables, type Visit } from "./visit.ts";

export interface PlanRequest {
  readonly platform: Platform;
  /** The machine's own, for BUILDPLATFORM. */
  readonly buildPlatform: Platform;
  readonly buildArgs: BuildArgs;
  readonly target: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly network: Network;
  /** Plans the stages that the target does not need too, as BuildKit's lint does. */
  readonly everyStage?: boolean;
  /** Told of each instruction of the planned stages, in order, once it is folded in. */
  visit?(visit: Visit): void;
  /** SOURCE_DATE_EPOCH where nothing in the build says one, seconds. */
  readonly sourceDateEpoch?: number | undefined;
  /** Seconds: when what was fetched for the build context (no name) or a named one was made. */
  readonly timeOf?: ((name?: string) => Promise<number | undefined>) | undefined;
  /** What --build-context names; nothing by default. */
  readonly contexts?: NamedContexts | undefined;
  /** Docker's own where it is left out. */
  readonly runOptions?: RunOptions | undefined;
  readonly allow?: ReadonlySet<Entitlement> | undefined;
  /** `where` is undefined for what the Dockerfile has no place for. */
  warn(code: string, message: string, where: Location | undefined, help?: string): void;
}

const usual: RunOptions = { extraHosts: [], shmSize: undefined, ulimits: [], cgroupParent: undefined };

/**
 * Makes the plan of a Dockerfile: stages that the target needs, every base image known, every
 * variable replaced. Only `lookup` reaches out; nothing is executed.
 */
export async function planBuild(file: Dockerfile, request: PlanRequest, lookup: Lookup): Promise<BuildPlan> {
  checkFrontend(file, request.buildArgs);
  const { globals: lines, stages } = divide(file);
  const { escape } = file;
  const written = globalsOf(file, request);
  const contexts = request.contexts ?? new Map();
  const sources = { stages, contexts, platform: request.platform, timeOf: request.timeOf ?? (async () => undefined) };
  const known = { buildArgs: request.buildArgs, globals: written };
  const { epoch, buildArgs, globals } = await withEpoch(known, request.sourceDateEpoch, sources);
  const plain = draftStages(stages, { escape, globals, platform: request.platform, contexts });
  const target = targetOf(plain, request.target);
  checkStages(plain);
  const targets = request.everyStage ? plain.map(({ index }) => index) : [target];
  const { drafts, images } = await withBases(plain, targets, lookup);
  const needed = reach(targets, drafts);
  const states = new Map<number, StageState>();
  const planned: PlannedStage[] = [];
  for (const draft of drafts) {
    if (!needed.has(draft.index)) continue;
    let state = firstState(draft, states, images);
    const unset = unsetVariables(() => state);
    const scope: Scope = {
      stage: draft.name,
      platform: draft.platform,
      escape,
      buildArgs,
      globals,
      network: request.network,
      unset: unset.add,
      runOptions: request.runOptions ?? usual,
      allow: request.allow ?? new Set(),
      source: (from) => sourceOf(from, draft, drafts),
      mountSource: (from) => mountSourceOf(from, draft, drafts),
      warn: request.warn,
    };
    for (const written of draft.instructions) {
      const hasShell = (state.config.Shell ?? []).length > 0;
      const instruction = expanded(state, written, scope);
      const declared = state.args.length;
      state = fold(state, instruction, scope);
      request.visit?.({ draft, written, instruction, hasShell, args: state.args.slice(declared), unset: unset.take() });
    }
    states.set(draft.index, state);
    planned.push(plannedStage(draft, state, images));
  }
  warnOfUnused(request, [...globals.keys(), ...declaredBy(lines), ...[...states.values()].flatMap(argumentsOf)]);
  return withLabels({ platform: request.platform, stages: planned, target, epoch }, request.labels);
}

/** The ARGs before the first FROM, with their values; `fill` expands their defaults. */
export function globalsOf(
  file: Dockerfile,
  request: PlanRequest,
  fill = (word: Word, env: ReadonlyMap<string, string>) => expand(word, { get: (name) => env.get(name) }, file.escape),
): ReadonlyMap<string, string> {
  const { globals, stages } = divide(file);
  const targetStage = request.target || (stages.at(-1)?.name ?? "");
  const { platform: target, buildPlatform: build, buildArgs } = request;
  return globalArguments(globals, { build, target, targetStage, buildArgs }, fill);
}

const argumentsOf = (state: StageState): readonly string[] => state.args.map(({ key }) => key);

/** A misspelt --build-arg would otherwise have no effect and nobody would know. */
function warnOfUnused({ buildArgs, warn }: PlanRequest, declared: readonly string[]): void {
  for (const name of unusedArguments(buildArgs, declared)) {
    const near = nearest(name, declared);
    const help = near === undefined ? `declare it where it is needed: ARG ${name}` : `did you mean ${near}?`;
    warn(
      "build/unused-argument",
      `--build-arg ${name} is not declared by any ARG that this build reads`,
      undefined,
      help,
    );
  }
}

function firstState(
  draft: Draft,
  states: ReadonlyMap<number, StageState>,
  images: ReadonlyMap<number, Image>,
): StageState {
  if (draft.base.kind === "stage") return stateFromStage(states.get(draft.base.index)!);
  const config = images.get(draft.index)?.config ?? emptyConfig(draft);
  const state = stateFromImage(config);
  return draft.base.kind === "files" ? withFiles(state, draft.base.context, draft) : state;
}

/** A stage that is replaced by something without a configuration has none, not even scratch's. */
const emptyConfig = ({ platform, isReplaced }: Draft) => {
  const { config } = emptyImage(platform);
  return isReplaced ? { ...config, config: {} } : config;
};

function plannedBase({ base, index }: Draft, images: ReadonlyMap<number, Image>): PlannedBase {
  if (base.kind === "image") return { ...base, image: images.get(index)! };
  return base.kind === "files" ? { kind: "scratch" } : base;
}

function plannedStage(draft: Draft, state: StageState, images: ReadonlyMap<number, Image>): PlannedStage {
  const base = plannedBase(draft, images);
  const { name, index, platform, where } = draft;
  return {
    index,
    name,
    label: name,
    platform,
    where,
    base,
    steps: state.steps,
    config: state.config,
    author: state.author,
    history: state.history,
  };
}
