import { defaultPath } from "../../oci/image/empty.ts";
import type { HistoryEntry, ImageConfig, RuntimeConfig } from "../../oci/image/image.ts";
import type { Step } from "./plan.ts";

/** A stage as the planner has folded it so far. Every instruction makes a new one of it. */
export interface StageState {
  readonly config: RuntimeConfig;
  readonly author: string | undefined;
  /** What RUN and expansion see: ENV and ARG, the later one of a name winning, in order of first use. */
  readonly env: ReadonlyMap<string, string>;
  /** ARGs of the stage in order, for the history of RUN. */
  readonly args: readonly { readonly key: string; readonly value: string | undefined }[];
  /** CMD stood in this very stage, so that ENTRYPOINT keeps it. */
  readonly cmdSet: boolean;
  readonly steps: readonly Step[];
  /** Of this stage's own instructions. */
  readonly history: readonly HistoryEntry[];
  /** Triggers of its own ONBUILD lines: a stage built FROM it runs them. */
  readonly triggers: readonly string[];
}

/** The configuration of a base image, scratch too. PATH is always there. */
export function stateFromImage(image: ImageConfig): StageState {
  const { OnBuild: _, ...base } = image.config ?? {};
  const env = base.Env ?? [];
  const withPath = env.some((entry) => entry.startsWith("PATH=")) ? env : [...env, `PATH=${defaultPath}`];
  return {
    config: { ...base, Env: withPath },
    author: image.author,
    env: new Map(withPath.map(splitEnv)),
    args: [],
    cmdSet: false,
    steps: [],
    history: [],
    triggers: [],
  };
}

/** A stage that another one starts from: all it knows, but its steps and history are its own. */
export function stateFromStage(stage: StageState): StageState {
  const { OnBuild: _, ...config } = stage.config;
  return { ...stage, config, cmdSet: false, steps: [], history: [], triggers: [] };
}

export function splitEnv(entry: string): [string, string] {
  const equals = entry.indexOf("=");
  return equals < 0 ? [entry, ""] : [entry.slice(0, equals), entry.slice(equals + 1)];
}

/** An entry of the history; `layer` says whether a layer of the image belongs to it. */
export const withHistory = (state: StageState, createdBy: string, layer: boolean): StageState => ({
  ...state,
  history: [
    ...state.history,
    { created_by: createdBy, comment: "buildkit.dockerfile.v0", ...(layer ? {} : { empty_layer: true }) },
  ],
});

export const withStep = (state: StageState, step: Step): StageState =>
  withHistory({ ...state, steps: [...state.steps, step] }, step.createdBy, true);
