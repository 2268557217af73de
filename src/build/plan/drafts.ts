import { expand } from "../../dockerfile/expand/expand.ts";
import type { Stage } from "../../dockerfile/stages.ts";
import type { Escape, Instruction, Word } from "../../dockerfile/syntax.ts";
import type { Location } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import { parsePlatform, type Platform } from "../../oci/platform.ts";
import { parseReference, type Reference, withDefaultTag } from "../../oci/reference.ts";
import { problem } from "../errors.ts";

/** A stage before its base image is known. */
export interface Draft {
  readonly index: number;
  /** Lower case; "stage-N" where it has none. */
  readonly name: string;
  readonly where: Location;
  readonly platform: Platform;
  readonly base:
    | { readonly kind: "image"; readonly reference: Reference; readonly text: string }
    | { readonly kind: "stage"; readonly index: number }
    | { readonly kind: "scratch" };
  readonly instructions: readonly Instruction[];
}

export interface DraftScope {
  readonly escape: Escape;
  readonly globals: ReadonlyMap<string, string>;
  readonly platform: Platform;
}

/** FROM lines read: a name that an earlier stage has means that stage, anything else is an image. */
export function draftStages(stages: readonly Stage[], scope: DraftScope): readonly Draft[] {
  const named = new Map<string, number>();
  return stages.map((stage, index) => {
    const text = expandGlobal(stage.from.image, scope);
    if (text === "")
      throw problem("build/blank-base", `the base image ${stage.from.image.text} is empty`, {
        where: stage.from.image.where,
        help: "give its ARG a default before the first FROM, or pass --build-arg",
      });
    const earlier = named.get(text);
    const name = stage.from.alias?.text.toLowerCase();
    if (name !== undefined) named.set(name, index);
    return {
      index,
      name: name ?? `stage-${index}`,
      where: stage.from.where,
      platform: platformOf(stage.from.platform, scope),
      base: baseOf(text, earlier, stage.from.image),
      instructions: stage.instructions,
    };
  });
}

function baseOf(text: string, earlier: number | undefined, word: Word): Draft["base"] {
  if (earlier !== undefined) return { kind: "stage", index: earlier };
  if (text === "scratch") return { kind: "scratch" };
  return { kind: "image", text, reference: withDefaultTag(referenceAt(text, word.where)) };
}

/** An image name, with the place it stands at in the error. */
export function referenceAt(text: string, where: Location): Reference {
  try {
    return parseReference(text);
  } catch (error) {
    throw problem("build/unknown-base", error instanceof Error ? error.message : String(error), {
      where,
      cause: error,
    });
  }
}

const expandGlobal = (word: Word, scope: DraftScope): string =>
  expand(word, { get: (name) => scope.globals.get(name) }, scope.escape);

function platformOf(word: Word | undefined, scope: DraftScope): Platform {
  if (word === undefined) return scope.platform;
  const text = expandGlobal(word, scope);
  try {
    return parsePlatform(text);
  } catch (error) {
    throw problem("build/bad-platform", `--platform ${word.text} is ${JSON.stringify(text)}, which is no platform`, {
      where: word.where,
      help: "write it as os/architecture[/variant], for example linux/arm64",
      cause: error,
    });
  }
}

/** `--target`: a stage's name in any case, or its number; the last stage without one. */
export function targetOf(drafts: readonly Draft[], target: string | undefined): number {
  if (target === undefined || target === "") return drafts.length - 1;
  const name = target.toLowerCase();
  const found =
    drafts.findLast((draft) => draft.name === name)?.index ??
    (/^\d+$/.test(name) ? drafts[Number(name)]?.index : undefined);
  if (found !== undefined) return found;
  const names = drafts.map((draft) => draft.name);
  const near = nearest(name, names);
  throw problem("build/no-such-target", `there is no stage ${target}`, {
    help: near === undefined ? `stages: ${names.join(", ")}` : `did you mean ${near}?`,
  });
}
