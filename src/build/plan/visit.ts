import type { Instruction } from "../../dockerfile/syntax.ts";
import type { Location } from "../../errors.ts";
import { limits } from "../../limits.ts";
import type { Draft } from "./drafts.ts";
import type { StageState } from "./state.ts";
import { suggest } from "./suggest.ts";

/** An instruction as the planner came by it. */
export interface Visit {
  readonly draft: Draft;
  readonly written: Instruction;
  /** With its variables filled in. */
  readonly instruction: Instruction;
  /** A SHELL counts for it, of its stage or of a base. */
  readonly hasShell: boolean;
  /** What it declares where it is an ARG, in its order. */
  readonly args: StageState["args"];
  /** Variables that it uses, and that neither ARG nor ENV declares above it; one for each word and name. */
  readonly unset: readonly Unset[];
}

export interface Unset {
  readonly name: string;
  readonly where: Location;
  /** A variable of the stage that it could have been meant to be. */
  readonly near: string | undefined;
}

/**
 * Gathers what `unset` of a stage's scope is told, until it is taken. An ARG without a value is declared
 * (BuildKit: reportUnmatchedVariables); suggestions end after `limits.suggestions`, each costs a look at all names.
 */
export function unsetVariables(state: () => StageState) {
  const declared = new Set<string>();
  let found = new Map<string, Unset>();
  let read = 0;
  let suggested = 0;
  const add = (name: string, where: Location): void => {
    const { args, env } = state();
    for (; read < args.length; read++) declared.add(args[read]!.key);
    if (declared.has(name)) return;
    const near = suggested++ < limits.suggestions ? suggest(name, env.keys()) : undefined;
    found.set(`${where.line}:${where.column} ${name}`, { name, where, near });
  };
  const take = (): readonly Unset[] => {
    const taken = [...found.values()];
    if (taken.length > 0) found = new Map();
    return taken;
  };
  return { add, take };
}
