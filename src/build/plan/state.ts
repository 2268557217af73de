import { defaultPath } from "../../oci/image/empty.ts";
import type { HistoryEntry, ImageConfig, RuntimeConfig } from "../../oci/image/image.ts";
import type { Step } from "./plan.ts";

/** A config whose collections belong to the stage that is folded. */
type OwnConfig = Omit<RuntimeConfig, "Env" | "Labels" | "Volumes" | "ExposedPorts" | "OnBuild"> & {
  readonly Env: string[];
  readonly OnBuild?: string[];
  readonly Labels?: Record<string, string>;
  readonly Volumes?: Record<string, object>;
  readonly ExposedPorts?: Record<string, object>;
};

/**
 * A stage as the planner has folded it so far. Every instruction makes a new one of it; its collections are handed
 * on and added to in place, since copies of them would make the work grow with the square of the file.
 */
export interface StageState {
  readonly config: OwnConfig;
  /** Where a variable stands in the Env of the config. */
  readonly positions: Map<string, number>;
  readonly author: string | undefined;
  /** What RUN and expansion see: ENV and ARG, the later one of a name winning, in the order that they were last set. */
  readonly env: Map<string, string>;
  /** ARGs of the stage in order, for the history of RUN. */
  readonly args: {
    readonly key: string;
    readonly value: string | undefined;
    /** The value is that of an ARG before the first FROM, or of a platform. */
    readonly isGlobal: boolean;
  }[];
  /** CMD stood in this very stage, so that ENTRYPOINT keeps it. */
  readonly cmdSet: boolean;
  readonly steps: Step[];
  /** Of this stage's own instructions. */
  readonly history: HistoryEntry[];
}

/** The configuration of a base image, scratch too. PATH is always there. */
export function stateFromImage(image: ImageConfig): StageState {
  const base = image.config ?? {};
  const env = base.Env ?? [];
  const withPath = env.some((entry) => entry.startsWith("PATH=")) ? env : [...env, `PATH=${defaultPath}`];
  return {
    ...owned({ ...base, Env: withPath }),
    author: image.author,
    env: withVariables(new Map(), withPath),
    args: [],
    cmdSet: false,
    steps: [],
    history: [],
  };
}

/**
 * A stage that another one starts from: all it knows, but its steps and history are its own. Where ENV and ARG
 * have set the same name, what ENV set counts again (BuildKit: dispatchStages begins each stage with the Env of its image).
 */
export function stateFromStage(stage: StageState): StageState {
  const { config, author, env, args } = stage;
  const inherited = { author, env: withVariables(new Map(env), config.Env), args: [...args] };
  return { ...owned(config), ...inherited, cmdSet: false, steps: [], history: [] };
}

/** A config of one's own, without the triggers, which have fired. */
function owned(config: RuntimeConfig & { readonly Env: readonly string[] }): Pick<StageState, "config" | "positions"> {
  const { Env, Labels, Volumes, ExposedPorts, OnBuild: _, ...rest } = config;
  const collections = {
    Env: [...Env],
    ...(Labels === undefined ? {} : { Labels: { ...Labels } }),
    ...(Volumes === undefined ? {} : { Volumes: { ...Volumes } }),
    ...(ExposedPorts === undefined ? {} : { ExposedPorts: { ...ExposedPorts } }),
  };
  const positions = new Map<string, number>();
  for (const [at, entry] of Env.entries()) {
    const [name] = splitEnv(entry);
    if (!positions.has(name)) positions.set(name, at);
  }
  return { config: { ...rest, ...collections }, positions };
}

/** Adds entries, whatever their names: `__proto__` is one like any other. */
export function put<Value>(record: Record<string, Value>, entries: Iterable<readonly [string, Value]>) {
  for (const [key, value] of entries)
    Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
  return record;
}

/** Sets a variable, which is the last one then (BuildKit: EnvList). */
export function setVariable(env: Map<string, string>, key: string, value: string): void {
  env.delete(key);
  env.set(key, value);
}

function withVariables(env: Map<string, string>, entries: readonly string[]): Map<string, string> {
  for (const entry of entries) setVariable(env, ...splitEnv(entry));
  return env;
}

export function splitEnv(entry: string): [string, string] {
  const equals = entry.indexOf("=");
  return equals < 0 ? [entry, ""] : [entry.slice(0, equals), entry.slice(equals + 1)];
}

/** An entry of the history; `layer` says whether a layer of the image belongs to it. */
export function withHistory(state: StageState, createdBy: string, layer: boolean): StageState {
  const entry = { created_by: createdBy, comment: "buildkit.dockerfile.v0" };
  state.history.push(layer ? entry : { ...entry, empty_layer: true });
  return state;
}

export function withStep(state: StageState, step: Step): StageState {
  state.steps.push(step);
  return withHistory(state, step.createdBy, true);
}
