import { expandInstruction } from "../../../dockerfile/expand/instruction.ts";
import type { Instruction } from "../../../dockerfile/syntax.ts";
import type { Scope } from "../scope.ts";
import type { StageState } from "../state.ts";
import { add, copy } from "./copy.ts";
import { cmd, entrypoint, healthcheck, shell } from "./commands.ts";
import { arg, env, label } from "./pairs.ts";
import { expose, maintainer, onbuild, stopsignal, user, volume } from "./metadata.ts";
import { run } from "./run.ts";
import { workdir } from "./workdir.ts";

/** The instruction with the variables of its stage from before it; what is unset becomes "" (lint tells of it). */
export const expanded = (state: StageState, written: Instruction, { escape, unset }: Scope): Instruction =>
  expandInstruction(written, { get: (name) => state.env.get(name), onUnset: unset }, escape);

/** What one expanded instruction makes of a stage. The order of instructions is all that matters. */
export function fold(state: StageState, instruction: Instruction, scope: Scope): StageState {
  switch (instruction.name) {
    case "FROM":
      return state;
    case "ARG":
      return arg(state, instruction, scope);
    case "ENV":
      return env(state, instruction);
    case "LABEL":
      return label(state, instruction);
    case "MAINTAINER":
      return maintainer(state, instruction);
    case "WORKDIR":
      return workdir(state, instruction, scope);
    case "USER":
      return user(state, instruction);
    case "RUN":
      return run(state, instruction, scope);
    case "CMD":
      return cmd(state, instruction);
    case "ENTRYPOINT":
      return entrypoint(state, instruction);
    case "SHELL":
      return shell(state, instruction);
    case "COPY":
      return copy(state, instruction, scope);
    case "ADD":
      return add(state, instruction, scope);
    case "EXPOSE":
      return expose(state, instruction);
    case "VOLUME":
      return volume(state, instruction);
    case "STOPSIGNAL":
      return stopsignal(state, instruction);
    case "HEALTHCHECK":
      return healthcheck(state, instruction);
    case "ONBUILD":
      return onbuild(state, instruction);
  }
}
