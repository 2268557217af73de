import type { ImageSource } from "../build/plan/plan.ts";
import type { Survey } from "../build/plan/survey.ts";
import type { Visit } from "../build/plan/visit.ts";
import type { ContextSpec } from "../context/context.ts";
import { findIgnoreFile } from "../context/ignore.ts";
import { type Ignore, parseIgnore } from "../dockerfile/ignore/ignore.ts";
import type { Arg, Dockerfile, From, Instruction } from "../dockerfile/syntax.ts";
import type { Filesystem } from "../oci/filesystem/filesystem.ts";
import type { Image } from "../oci/image/image.ts";
import { fullName } from "../oci/reference.ts";
import { readable } from "./readable.ts";

/** A FROM and what stands below it, as written. */
export interface WrittenStage {
  readonly from: From;
  /** Lower case; undefined where it has none. */
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** What rules look at. Everything is as far as the Dockerfile could be read. */
export interface Subject extends Survey {
  readonly globals: readonly Arg[];
  readonly stages: readonly WrittenStage[];
  readonly ignore: Ignore | undefined;
  /** False where the base image of the visit's stage could not be looked at: its variables are unknown then. */
  knowsBase(visit: Visit): boolean;
  readonly look: Look;
}

/** What rules may see beside the Dockerfile. */
export interface Look {
  /** The project's directory on the host; undefined where the context is none. */
  readonly directory: string | undefined;
  /** Host path of the Dockerfile where it has one. */
  readonly dockerfilePath: string | undefined;
  /** The files that COPY may take; undefined where they cannot be looked at. */
  context(): Promise<Filesystem | undefined>;
  /** The files of a base image; undefined where they cannot be looked at. */
  tree(image: Image): Promise<Filesystem | undefined>;
  /** An image that files are copied from; undefined where it cannot be had. */
  image(from: ImageSource): Promise<Image | undefined>;
}

export const placesOf = (context: ContextSpec): Pick<Look, "directory" | "dockerfilePath"> =>
  context.kind === "directory"
    ? { directory: context.path, dockerfilePath: context.dockerfile }
    : { directory: undefined, dockerfilePath: undefined };

/** `unknown`: base images that could not be looked at, by their full name. */
export function subjectOf(survey: Survey, look: Look, unknown: ReadonlySet<string> = new Set()): Subject {
  const known = new Map<number, boolean>();
  // A stage stands after the one that it is built FROM.
  for (const { index, base } of survey.plan?.stages ?? survey.visits.map(({ draft }) => draft))
    known.set(
      index,
      base.kind === "image" ? !unknown.has(fullName(base.reference)) : base.kind !== "stage" || known.get(base.index)!,
    );
  const ignore = ignoreOf(look);
  return {
    ...survey,
    ...writtenStages(survey.file),
    ignore,
    look,
    knowsBase: ({ draft }) => known.get(draft.index) ?? false,
  };
}

/** The ignore file that counts; a malformed one is the build's to tell of. */
function ignoreOf({ directory, dockerfilePath }: Look): Ignore | undefined {
  if (directory === undefined) return undefined;
  const file = findIgnoreFile(directory, dockerfilePath);
  return file && readable(() => parseIgnore(file));
}

/** The stages as far as they are written; unlike `stages`, never throws. */
export function writtenStages({ instructions }: Dockerfile): Pick<Subject, "globals" | "stages"> {
  const globals: Arg[] = [];
  const stages: (WrittenStage & { readonly instructions: Instruction[] })[] = [];
  for (const instruction of instructions) {
    const current = stages.at(-1);
    if (instruction.name === "FROM")
      stages.push({ from: instruction, name: instruction.alias?.text.toLowerCase(), instructions: [] });
    else if (current !== undefined) current.instructions.push(instruction);
    else if (instruction.name === "ARG") globals.push(instruction);
  }
  return { globals, stages };
}
