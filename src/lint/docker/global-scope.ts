import { type BuildArgs, globalArguments } from "../../build/plan/arguments.ts";
import { expand } from "../../dockerfile/expand/expand.ts";
import type { Word } from "../../dockerfile/syntax.ts";
import { readable } from "../readable.ts";
import type { Subject } from "../subject.ts";

/** What FROM lines see, with the --build-args given; undefined where a default cannot be read. */
export function globalScope(
  { globals, stages, request, file }: Subject,
  buildArgs: BuildArgs,
): ReadonlyMap<string, string> | undefined {
  const { buildPlatform: build, platform: target } = request;
  const targetStage = request.target ?? stages.at(-1)?.name ?? "";
  // Platform arguments may be overridden whatever else is left out.
  const platform = globalArguments([], { build, target, targetStage, buildArgs: request.buildArgs }, () => "");
  const given = new Map([...buildArgs, ...[...platform].filter(([name]) => request.buildArgs.has(name))]);
  return readable(() =>
    globalArguments(globals, { build, target, targetStage, buildArgs: given }, (word, env) =>
      expand(word, { get: (name) => env.get(name) }, file.escape),
    ),
  );
}

export interface ReadInFrom {
  readonly text: string;
  readonly set: ReadonlySet<string>;
  readonly unset: ReadonlySet<string>;
}

/** A word of FROM with the variables that it names; undefined where it cannot be read. */
export function readInFrom(word: Word, env: ReadonlyMap<string, string>, { file }: Subject): ReadInFrom | undefined {
  const set = new Set<string>();
  const unset = new Set<string>();
  const get = (name: string) => {
    (env.has(name) ? set : unset).add(name);
    return env.get(name);
  };
  return readable(() => ({ text: expand(word, { get }, file.escape), set, unset }));
}
