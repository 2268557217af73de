import type { Stage } from "../../dockerfile/stages.ts";
import type { Platform } from "../../oci/platform.ts";
import { problem } from "../errors.ts";
import type { BuildArgs } from "./arguments.ts";
import { findContext, type NamedContexts } from "./named-contexts.ts";

const variable = "SOURCE_DATE_EPOCH";

export interface EpochSources {
  readonly stages: readonly Stage[];
  readonly contexts: NamedContexts;
  readonly platform: Platform;
  /** Seconds: when what was fetched for the build context (no name) or a named one was made, where that is known. */
  readonly timeOf: (name?: string) => Promise<number | undefined>;
}

/**
 * SOURCE_DATE_EPOCH in seconds: a number, `context`, or the name of a named context, whose commit or
 * Last-Modified counts; undefined where there is none, a directory has no time (BuildKit:
 * dockerfile2llb/epoch.go). Throws `build/bad-epoch`.
 */
async function resolveEpoch(text: string | undefined, sources: EpochSources): Promise<number | undefined> {
  if (text === undefined || text === "") return undefined;
  if (/^[+-]?\d{1,12}$/.test(text)) return Number(text);
  if (text === "context") return sources.timeOf();
  const shown = JSON.stringify(text.slice(0, 40));
  const isStage = sources.stages.some(({ name }) => name === text.toLowerCase());
  const named = /^[a-z0-9]/.test(text) ? findContext(sources.contexts, text, sources.platform) : undefined;
  if (named !== undefined) return sources.timeOf(named.name);
  throw problem(
    "build/bad-epoch",
    isStage
      ? `${variable} is ${shown}, a stage; djib takes the time of contexts alone`
      : `${variable} is ${shown}, which is no number of seconds and no context`,
    { help: "for example SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)" },
  );
}

/** Arguments with the epoch as a number; where there is none, without it. */
function replaced(args: BuildArgs, epoch: number | undefined): BuildArgs {
  if (!args.has(variable)) return args;
  const others = [...args].filter(([name]) => name !== variable);
  return new Map(epoch === undefined ? others : [...others, [variable, String(epoch)]]);
}

/**
 * The epoch that counts, and the arguments in which it is a number: a --build-arg wins over a global
 * ARG, of which nothing counts as none, and that over `usual`.
 */
export async function withEpoch(
  { buildArgs, globals }: { readonly buildArgs: BuildArgs; readonly globals: BuildArgs },
  usual: number | undefined,
  sources: EpochSources,
) {
  const text = buildArgs.get(variable) ?? (globals.get(variable) || undefined);
  const epoch = text === undefined ? usual : await resolveEpoch(text, sources);
  return { epoch, buildArgs: replaced(buildArgs, epoch), globals: replaced(globals, epoch) };
}
