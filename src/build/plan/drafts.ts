import { expand } from "../../dockerfile/expand/expand.ts";
import type { Stage } from "../../dockerfile/stages.ts";
import type { Escape, Instruction, Word } from "../../dockerfile/syntax.ts";
import type { Location } from "../../errors.ts";
import { limits } from "../../limits.ts";
import { nearest } from "../../nearest.ts";
import { parsePlatform, type Platform } from "../../oci/platform.ts";
import { parseReference, type Reference, withDefaultTag } from "../../oci/reference.ts";
import { problem } from "../errors.ts";
import { findContext, type FoundContext, type ImageName, type NamedContexts } from "./named-contexts.ts";
import type { CopySource } from "./plan.ts";

/** A stage before its base image is known. */
export interface Draft {
  readonly index: number;
  /** Lower case; "stage-N" where it has none. */
  readonly name: string;
  /** The same where it has one: only this can be asked for. */
  readonly alias: string | undefined;
  /** The number of each stage of the whole file that has a name; of several the last one's. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly where: Location;
  readonly platform: Platform;
  readonly base:
    | ({ readonly kind: "image" } & ImageName)
    | { readonly kind: "stage"; readonly index: number }
    | { readonly kind: "scratch" }
    /** The files of a named context, by its key. */
    | { readonly kind: "files"; readonly context: string };
  readonly instructions: readonly Instruction[];
  /** Of its ONBUILD lines; a stage built FROM it runs them, though a named context may stand in for all else. */
  readonly triggers: readonly string[];
  /** A named context stands in for the whole stage: it is its base and nothing else. */
  readonly isReplaced: boolean;
  /** What a `--from` means that names no stage. */
  readonly outside: (from: Word) => CopySource;
}

export interface DraftScope {
  readonly escape: Escape;
  readonly globals: ReadonlyMap<string, string>;
  readonly platform: Platform;
  readonly contexts: NamedContexts;
}

/**
 * FROM lines read: a name that an earlier stage has means that stage, anything else is an image. A
 * named context stands in for an image of its name, and for a stage.
 */
export function draftStages(stages: readonly Stage[], scope: DraftScope): readonly Draft[] {
  const named = new Map<string, number>();
  const drafts: Draft[] = [];
  for (const [index, stage] of stages.entries()) {
    const text = expandGlobal(stage.from.image, scope);
    if (text === "")
      throw problem("build/blank-base", `the base image ${stage.from.image.text} is empty`, {
        where: stage.from.image.where,
        help: "give its ARG a default before the first FROM, or pass --build-arg",
      });
    const earlier = named.get(text);
    const like = earlier === undefined && named.size <= limits.suggestions ? nearest(text, named.keys()) : undefined;
    const name = stage.from.alias?.text.toLowerCase();
    if (name !== undefined) named.set(name, index);
    const { where } = stage.from;
    const asked = platformOf(stage.from.platform, scope);
    const own = stage.from.alias && contextAt({ text: name!, where: stage.from.alias.where }, asked, scope);
    const base =
      own === undefined ? { ...baseOf(text, earlier, stage.from.image, asked, scope), like } : contextBase(own);
    drafts.push({
      index,
      name: name ?? `stage-${index}`,
      alias: name,
      numbers: named,
      where,
      platform: actualPlatform(base, asked, drafts, scope),
      base,
      instructions: own === undefined ? stage.instructions : [],
      triggers: stage.instructions.flatMap((one) => (one.name === "ONBUILD" ? [one.expression] : [])),
      isReplaced: own !== undefined,
      outside: (from) => sourceOutside(from, scope),
    });
  }
  return drafts;
}

/** BuildKit checks --platform of every FROM, and uses that of images alone. */
function actualPlatform(base: Draft["base"], asked: Platform, drafts: readonly Draft[], scope: DraftScope): Platform {
  if (base.kind === "stage") return drafts[base.index]!.platform;
  return base.kind === "scratch" ? scope.platform : asked;
}

function baseOf(
  text: string,
  earlier: number | undefined,
  { where }: Word,
  platform: Platform,
  scope: DraftScope,
): Draft["base"] {
  if (earlier !== undefined) return { kind: "stage", index: earlier };
  if (text === "scratch") return { kind: "scratch" };
  const found = contextAt({ text, where }, platform, scope);
  if (found !== undefined) return contextBase(found);
  return { kind: "image", reference: withDefaultTag(referenceAt(text, where)) };
}

/** As BuildKit, asks for each name whether it is a context's, so that each has to be one that an image could have. */
function contextAt({ text, where }: Word, platform: Platform, scope: DraftScope): FoundContext | undefined {
  return atPlace(where, () => findContext(scope.contexts, text, platform));
}

function contextBase({ name, context }: FoundContext): Draft["base"] {
  if (context.kind === "image" || context.kind === "scratch") return context;
  return { kind: "files", context: name };
}

function sourceOutside(from: Word, scope: DraftScope): CopySource {
  const { text, where } = from;
  if (text === "scratch") return { kind: "scratch" };
  const { name, context } = contextAt(from, scope.platform, scope) ?? {};
  if (context?.kind === "scratch") return context;
  if (context?.kind === "directory" || context?.kind === "address") return { kind: "context", name };
  const image = context ?? { reference: referenceAt(text, where) };
  return { ...image, kind: "image", platform: scope.platform, where };
}

/** An image name, with the place it stands at in the error. */
const referenceAt = (text: string, where: Location): Reference => atPlace(where, () => parseReference(text));

function atPlace<T>(where: Location, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw problem("build/unknown-base", error instanceof Error ? error.message : String(error), {
      where,
      help: "an image is written as [HOST/]NAME[:TAG][@sha256:DIGEST], for example python:3.12-slim",
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

/** `--target`: a stage's name in any case; the last stage without one. Unlike COPY --from it takes no number. */
export function targetOf(drafts: readonly Draft[], target: string | undefined): number {
  if (target === undefined || target === "") return drafts.length - 1;
  const name = target.toLowerCase();
  const found = drafts[0]?.numbers.get(name);
  if (found !== undefined) return found;
  const names = drafts.flatMap((draft) => draft.alias ?? []);
  const near = nearest(name, names);
  throw problem("build/no-such-target", `there is no stage ${target}`, {
    help:
      near !== undefined
        ? `did you mean ${near}?`
        : names.length > 0
          ? `stages: ${names.join(", ")}`
          : "no stage has a name: write FROM … AS name, or leave --target out",
  });
}
