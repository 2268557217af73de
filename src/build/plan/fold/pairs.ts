import { expand } from "../../../dockerfile/expand/expand.ts";
import type { Arg, Env, Label, Word } from "../../../dockerfile/syntax.ts";
import type { Scope } from "../scope.ts";
import { type StageState, withHistory } from "../state.ts";

/** ENV: every pair sees the environment from before the instruction; a name set again stays in place. */
export function env(state: StageState, { pairs }: Env): StageState {
  const set = pairs.map(({ key, value }) => [key.text, value.text] as const);
  const entries = [...(state.config.Env ?? [])];
  const values = new Map(state.env);
  for (const [key, value] of set) {
    const at = entries.findIndex((entry) => entry === key || entry.startsWith(`${key}=`));
    if (at < 0) entries.push(`${key}=${value}`);
    else entries[at] = `${key}=${value}`;
    values.set(key, value);
  }
  const createdBy = `ENV${set.map(([key, value]) => ` ${key}=${value}`).join("")}`;
  return withHistory({ ...state, env: values, config: { ...state.config, Env: entries } }, createdBy, false);
}

export function label(state: StageState, { pairs }: Label): StageState {
  const set = pairs.map(({ key, value }) => [key.text, value.text] as const);
  const createdBy = `LABEL${set.map(([key, value]) => ` ${key}=${value}`).join("")}`;
  const Labels = { ...state.config.Labels, ...Object.fromEntries(set) };
  return withHistory({ ...state, config: { ...state.config, Labels } }, createdBy, false);
}

/**
 * ARG: a --build-arg wins over the default, which is expanded from left to right; without either
 * the global scope's value counts; without that the argument is known but unset.
 */
export function arg(state: StageState, { args }: Arg, scope: Scope): StageState {
  let now = state;
  const shown: string[] = [];
  for (const { key, value: fallback } of args) {
    const name = key.text;
    const given = scope.buildArgs.get(name);
    const value = given ?? (fallback === undefined ? scope.globals.get(name) : expandDefault(fallback, now, scope));
    const values = value === undefined ? now.env : new Map(now.env).set(name, value);
    now = { ...now, env: values, args: [...now.args, { key: name, value }] };
    shown.push(value === undefined ? name : `${name}=${value}`);
  }
  return withHistory(now, `ARG ${shown.join(" ")}`, false);
}

const expandDefault = (word: Word, state: StageState, scope: Scope): string =>
  expand(word, { get: (name) => state.env.get(name) }, scope.escape);
