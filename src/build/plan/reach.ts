import type { Instruction, MountFlag, Word } from "../../dockerfile/syntax.ts";
import { limits } from "../../limits.ts";
import { nearest } from "../../nearest.ts";
import { problem } from "../errors.ts";
import type { Draft } from "./drafts.ts";
import type { CopySource } from "./plan.ts";

/**
 * What `--from` names: an earlier stage by name in any case (of several the last of the whole file), or by its number among all FROM lines
 * (a number keeps its meaning when stages are left out), otherwise a named context or an image.
 */
export function sourceOf(from: Word, draft: Draft, drafts: readonly Draft[]): CopySource {
  const found = namedStage(from, draft, drafts);
  if (found !== undefined && found.index < draft.index) return { kind: "stage", index: found.index };
  if (found !== undefined) throw later(from, draft, found, drafts);
  const outside = draft.outside(from);
  if (outside.kind !== "image") return outside;
  const like =
    draft.index > limits.suggestions ? undefined : nearest(from.text.toLowerCase(), namesAbove(draft, drafts));
  return { ...outside, like };
}

/** The stage of the file that `--from` means, if any, earlier or later. */
function namedStage(from: Word, draft: Draft, drafts: readonly Draft[]): Draft | undefined {
  if (/\$/.test(from.text))
    throw problem("build/unknown-base", "--from takes no variables", {
      where: from.where,
      help: "name a stage: `FROM $IMAGE AS files`, then `COPY --from=files …`",
    });
  const found = stageOf(from.text.toLowerCase(), draft, drafts);
  if (found !== undefined || !isNumber(from.text)) return found;
  throw problem(
    "build/no-such-target",
    `there is no stage ${from.text}: the file has ${drafts.length}, counted from 0`,
    {
      where: from.where,
      help:
        draft.index === 0
          ? "this is the first stage, so that there is none to copy from"
          : `the stages above are 0 to ${draft.index - 1}; a name (FROM … AS files) stays right when lines move`,
    },
  );
}

/** Stages above that were given a name. */
const namesAbove = (draft: Draft, drafts: readonly Draft[]): readonly string[] =>
  drafts.flatMap(({ name, index }) => (index < draft.index && name !== `stage-${index}` ? [name] : []));

/** Any stage of the file, by its number or lower-case name. */
function stageOf(name: string, { numbers }: Draft, drafts: readonly Draft[]): Draft | undefined {
  const index = isNumber(name) ? Number(name) : numbers.get(name);
  return index === undefined ? undefined : drafts[index];
}

/** As Go's strconv.Atoi reads it. */
const isNumber = (text: string): boolean => /^[+-]?\d+$/.test(text);

function later(from: Word, draft: Draft, found: Draft, drafts: readonly Draft[]) {
  const back = [...reach([found.index], drafts, lenientNeeds)].includes(draft.index);
  if (!back)
    return problem(
      "build/later-stage",
      `stage ${found.name} stands after stage ${draft.name}, which takes files from it`,
      {
        where: from.where,
        also: [{ where: found.where, note: `${found.name} begins here` }],
        help: `move ${found.name} before ${draft.name}`,
      },
    );
  return circle(from, draft, found);
}

/** Two stages that need each other, or one that needs itself. */
export function circle(from: Word, draft: Draft, found: Draft) {
  const isItself = found === draft;
  return problem(
    "build/stage-cycle",
    isItself
      ? `${draft.name} copies from itself`
      : `${draft.name} needs ${found.name}, and ${found.name} needs ${draft.name}`,
    {
      where: from.where,
      help: isItself
        ? "its files are here already: RUN cp copies within a stage, COPY --from takes them from a stage above"
        : "take one of the two copies into a stage of its own",
    },
  );
}

/**
 * What `from=` of a mount names: an earlier stage by name, otherwise an image; unlike in COPY a number
 * means no stage (BuildKit: detectRunMount).
 */
export function mountSourceOf(from: Word, draft: Draft, drafts: readonly Draft[]): CopySource {
  if (!/^\d+$/.test(from.text)) return sourceOf(from, draft, drafts);
  throw problem("build/unknown-base", `from=${from.text} of --mount names no stage: a mount takes no numbers`, {
    where: from.where,
    help: "give the stage a name, FROM … AS files, and write from=files",
  });
}

const fromWords = (instructions: readonly Instruction[]): readonly Word[] =>
  instructions.flatMap((instruction) => {
    if (instruction.name === "COPY" && instruction.from !== undefined) return [instruction.from];
    return instruction.name === "RUN" ? instruction.mounts.flatMap(mountFrom) : [];
  });

/** from= stands as it is, before any variable is known. */
const mountFrom = ({ options }: MountFlag): readonly Word[] => {
  const from = options.findLast(({ key }) => key === "from");
  return from?.value && from.value !== "scratch" && !/^\d+$/.test(from.value)
    ? [{ text: from.value, where: from.where }]
    : [];
};

/** Stages that a draft takes files from, those it must not (later ones) included, and the words that name them. */
export const copied = (
  draft: Draft,
  drafts: readonly Draft[],
): readonly { readonly from: Word; readonly stage: Draft }[] =>
  fromWords(draft.instructions).flatMap((from) => {
    const stage = namedStage(from, draft, drafts);
    return stage === undefined ? [] : [{ from, stage }];
  });

/** The same, and what it is built on. */
function lenientNeeds(draft: Draft, drafts: readonly Draft[]): readonly number[] {
  const stages = copied(draft, drafts).map(({ stage }) => stage.index);
  return draft.base.kind === "stage" ? [draft.base.index, ...stages] : stages;
}

/** Stages that a draft reads. */
export function directNeeds(draft: Draft, drafts: readonly Draft[]): readonly number[] {
  const read = fromWords(draft.instructions).flatMap((word) => {
    const source = sourceOf(word, draft, drafts);
    return source.kind === "stage" ? [source.index] : [];
  });
  return draft.base.kind === "stage" ? [draft.base.index, ...read] : read;
}

/** Stages and all that they need, directly or not. */
export function reach(
  targets: readonly number[],
  drafts: readonly Draft[],
  needs: (draft: Draft, drafts: readonly Draft[]) => readonly number[] = directNeeds,
): ReadonlySet<number> {
  const found = new Set(targets);
  for (const index of found) for (const other of needs(drafts[index]!, drafts)) found.add(other);
  return found;
}
