import { expand, type Scope as Variables } from "../../../dockerfile/expand/expand.ts";
import type { Word } from "../../../dockerfile/syntax.ts";
import type { Scope } from "../scope.ts";
import type { StageState } from "../state.ts";

/** Looks variables up; what is unset becomes "" (lint tells of it). */
export const variables = (env: ReadonlyMap<string, string>): Variables => ({ get: (name) => env.get(name) });

/** The word as the instruction means it: variables of the stage so far, quotes taken off. */
export const expanded = (word: Word, state: StageState, scope: Scope): string =>
  expand(word, variables(state.env), scope.escape);
