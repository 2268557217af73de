import type { Workdir } from "../../../dockerfile/syntax.ts";
import { resolveWorkdir } from "../../../dockerfile/values/workdir.ts";
import { problem } from "../../../dockerfile/errors.ts";
import { limits } from "../../../limits.ts";
import type { Scope } from "../scope.ts";
import { type StageState, withHistory, withStep } from "../state.ts";
import { common } from "./common.ts";

/** Absolute and cleaned; relative to the WORKDIR before it. */
export const absolute = (text: string, state: StageState): string =>
  resolveWorkdir(state.config.WorkingDir ?? "/", text);

/** "/" always exists, so setting it is metadata alone. */
export function workdir(state: StageState, instruction: Workdir, scope: Scope): StageState {
  const WorkingDir = absolute(instruction.path.text, state);
  if (Buffer.byteLength(WorkingDir) > limits.path) throw tooLong(instruction);
  const createdBy = `WORKDIR ${WorkingDir}`;
  const next = { ...state, config: { ...state.config, WorkingDir } };
  if (WorkingDir === "/") return withHistory(next, createdBy, false);
  return withStep(next, {
    ...common(state, instruction, scope),
    verb: "workdir",
    title: createdBy,
    createdBy,
    path: WorkingDir,
    user: state.config.User ?? "",
  });
}

const tooLong = ({ path }: Workdir) =>
  problem("dockerfile/arguments", `WORKDIR leads to a path of more than ${limits.path} bytes`, {
    where: path.where,
    help: "Linux opens no longer one. A relative WORKDIR goes on from the one before it; begin it with / where that is not meant",
  });
