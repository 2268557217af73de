import { docComment } from "../../../dockerfile/doc-comment.ts";
import { expand } from "../../../dockerfile/expand/expand.ts";
import { stages } from "../../../dockerfile/stages.ts";
import type { Dockerfile, From, Word } from "../../../dockerfile/syntax.ts";
import type { Location } from "../../../errors.ts";
import { globalsOf, type PlanRequest } from "../planner.ts";

export interface OutlinedArg {
  readonly name: string;
  /** With --build-arg and defaults; "" where neither gives one. */
  readonly value: string;
  readonly description: string;
  readonly where: Location;
}

/** An ARG, and those that its default is made of. */
export interface KnownArg extends OutlinedArg {
  readonly needs: ReadonlySet<string>;
}

/** The ARGs before the first FROM, and which of them a FROM is made of (BuildKit: buildMetaArgs, buildDispatchStates). */
export function globalArgs(file: Dockerfile, request: PlanRequest) {
  const filled = new Map<Word, { readonly text: string; readonly names: ReadonlySet<string> }>();
  const fill = (word: Word, env: ReadonlyMap<string, string>): string => {
    const names = new Set<string>();
    const get = (name: string) => {
      const value = env.get(name);
      if (value !== undefined) names.add(name);
      return value;
    };
    const text = expand(word, { get }, file.escape);
    filled.set(word, { text, names });
    return text;
  };
  const values = globalsOf(file, request, fill);
  const known = new Map<string, KnownArg>();
  for (const { args, comments, where } of stages(file).globals)
    for (const { key, value } of args) {
      const name = key.text;
      const given = request.buildArgs.get(name);
      const made = given === undefined && value !== undefined ? filled.get(value) : undefined;
      const needs = new Set(made?.names);
      // A default that goes on from the one before it needs what that one did.
      if (needs.delete(name)) for (const one of known.get(name)?.needs ?? []) needs.add(one);
      const description = docComment(comments, name);
      known.set(name, { name, value: given ?? made?.text ?? "", description, where, needs });
    }
  const usedBy = ({ image, platform }: From): readonly string[] =>
    [image, platform].flatMap((word) => {
      if (word === undefined) return [];
      fill(word, values);
      return [...filled.get(word)!.names];
    });
  return { known, usedBy };
}
