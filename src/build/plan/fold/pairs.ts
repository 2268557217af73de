import { expand } from "../../../dockerfile/expand/expand.ts";
import type { Arg, Env, Label, Word } from "../../../dockerfile/syntax.ts";
import type { Scope } from "../scope.ts";
import { put, setVariable, type StageState, withHistory } from "../state.ts";

/** ENV: every pair sees the environment from before the instruction; a name set again stays in place. */
export function env(state: StageState, { pairs }: Env): StageState {
  const set = pairs.map(({ key, value }) => [key.text, value.text] as const);
  const { env: values, positions, config } = state;
  for (const [key, value] of set) {
    const at = positions.get(key) ?? config.Env.length;
    positions.set(key, at);
    config.Env[at] = `${key}=${value}`;
    setVariable(values, key, value);
  }
  const createdBy = `ENV${set.map(([key, value]) => ` ${key}=${value}`).join("")}`;
  return withHistory(state, createdBy, false);
}

export function label(state: StageState, { pairs }: Label): StageState {
  const set = pairs.map(({ key, value }) => [key.text, value.text] as const);
  const createdBy = `LABEL${set.map(([key, value]) => ` ${key}=${value}`).join("")}`;
  const Labels = put(state.config.Labels ?? {}, set);
  return withHistory({ ...state, config: { ...state.config, Labels } }, createdBy, false);
}

/** What these say is for the builder alone (BuildKit: nonEnvArgs). */
const unseen: ReadonlySet<string> = new Set(["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"]);

/**
 * ARG: a --build-arg wins over the default, which is expanded from left to right; without either
 * the global scope's value counts; without that the argument is known but unset.
 */
export function arg(state: StageState, { args }: Arg, scope: Scope): StageState {
  const shown: string[] = [];
  for (const { key, value: fallback } of args) {
    const name = key.text;
    const given = scope.buildArgs.get(name);
    const value = given ?? (fallback === undefined ? scope.globals.get(name) : expandDefault(fallback, state, scope));
    if (value !== undefined && !unseen.has(name)) setVariable(state.env, name, value);
    const isGlobal = given === undefined && fallback === undefined && value !== undefined;
    state.args.push({ key: name, value, isGlobal });
    shown.push(value === undefined ? name : `${name}=${value}`);
  }
  return withHistory(state, `ARG ${shown.join(" ")}`, false);
}

const expandDefault = (word: Word, state: StageState, scope: Scope): string =>
  expand(word, { get: (name) => state.env.get(name), onUnset: scope.unset }, scope.escape);
