import { declaredBy } from "../../build/plan/arguments.ts";
import { findContext } from "../../build/plan/named-contexts.ts";
import { quote } from "../../build/plan/goformat.ts";
import { suggest } from "../../build/plan/suggest.ts";
import type { Word } from "../../dockerfile/syntax.ts";
import { limits } from "../../limits.ts";
import type { Image } from "../../oci/image/image.ts";
import { formatPlatform, isSameMachine, normalise, parsePlatform, type Platform } from "../../oci/platform.ts";
import { parseReference } from "../../oci/reference.ts";
import type { Found } from "../rule.ts";
import { readable } from "../readable.ts";
import type { Subject, WrittenStage } from "../subject.ts";
import { globalScope, type ReadInFrom, readInFrom } from "./global-scope.ts";
import { dockerRule, everywhere, inside } from "./rule.ts";

interface ReadFrom {
  readonly stage: WrittenStage;
  readonly image: ReadInFrom;
  readonly platform: (ReadInFrom & { readonly word: Word }) | undefined;
}

/** FROM lines with their variables filled in, up to the first that is no image or platform: there the build fails. */
function* readFroms(subject: Subject, env: ReadonlyMap<string, string>): Iterable<ReadFrom> {
  for (const stage of subject.stages) {
    const image = readInFrom(stage.from.image, env, subject);
    if (image === undefined) return;
    const word = stage.from.platform;
    const read = word && readInFrom(word, env, subject);
    yield { stage, image, platform: word && read && { ...read, word } };
    if (image.text === "" || (word && (read === undefined || readable(() => parsePlatform(read.text)) === undefined)))
      return;
  }
}

export const undefinedArgInFrom = dockerRule({
  name: "UndefinedArgInFrom",
  about: "FROM command must use declared ARGs",
  why: "FROM sees only the ARGs that stand before the first FROM. Any other name becomes nothing, and the image or platform is not the one that was meant.",
  fix: "Declare it with ARG before the first FROM, or mend its name.",
  *check(subject) {
    const env = globalScope(subject, subject.request.buildArgs);
    if (env === undefined) return;
    const known = new Set([...declaredBy(subject.globals), ...env.keys()]);
    let suggested = 0;
    const tell = function* (stage: WrittenStage, unset: ReadonlySet<string>, where: Word["where"]): Iterable<Found> {
      for (const name of unset) {
        if (known.has(name)) continue;
        const meant = suggested++ < limits.suggestions ? suggest(name, known) : undefined;
        const hint = meant === undefined ? "" : ` (did you mean ${meant}?)`;
        yield inside(stage.from, `FROM argument '${name}' is not declared${hint}`, where);
      }
    };
    for (const { stage, image, platform } of readFroms(subject, env)) {
      yield* tell(stage, image.unset, stage.from.image.where);
      if (platform && image.text !== "") yield* tell(stage, platform.unset, platform.word.where);
    }
  },
});

export const invalidDefaultArgInFrom = dockerRule({
  name: "InvalidDefaultArgInFrom",
  about: "Default value for global ARG results in an empty or invalid base image name",
  why: "The file builds only with --build-arg; without it FROM has no image, or one whose name is cut off.",
  fix: "Give the ARG a default: ARG PYTHON=3.12-slim.",
  *check(subject) {
    const env = globalScope(subject, new Map());
    if (env === undefined) return;
    for (const { from } of subject.stages) {
      const read = readInFrom(from.image, env, subject);
      if (read === undefined) return;
      if (readable(() => parseReference(read.text)) !== undefined) continue;
      const message = `Default value for ARG ${from.image.text} results in empty or invalid base image name`;
      yield everywhere(from, message, from.image.where);
    }
  },
});

export const redundantTargetPlatform = dockerRule({
  name: "RedundantTargetPlatform",
  about: "Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior",
  why: "A base image is taken for the target platform anyway.",
  fix: "Delete --platform. A stage whose tools run on the build machine takes --platform=$BUILDPLATFORM.",
  *check(subject) {
    const env = globalScope(subject, subject.request.buildArgs);
    if (env === undefined) return;
    for (const { stage, platform } of readFroms(subject, env)) {
      if (!platform || platform.unset.size > 0 || platform.set.size !== 1 || !platform.set.has("TARGETPLATFORM"))
        continue;
      const { word, text } = platform;
      const message = `Setting platform to predefined ${word.text} in FROM is redundant as this is the default behavior`;
      if (text === env.get("TARGETPLATFORM")) yield inside(stage.from, message, word.where);
    }
  },
});

export const fromPlatformFlagConstDisallowed = dockerRule({
  name: "FromPlatformFlagConstDisallowed",
  about: "FROM --platform flag should not use a constant value",
  why: "The image is then for this one platform, whatever --platform asks for; on another processor it is slow or does not start.",
  fix: "Delete --platform and choose when building: djib build --platform linux/amd64. A stage that is only for one platform has it in its name.",
  *check(subject) {
    const env = globalScope(subject, subject.request.buildArgs);
    if (env === undefined) return;
    for (const { stage, platform } of readFroms(subject, env)) {
      if (!platform || platform.set.size + platform.unset.size > 0) continue;
      const parsed = readable(() => parsePlatform(platform.text));
      if (parsed === undefined) continue;
      const name = stage.name ?? "";
      if (name.includes(parsed.os) || name.includes(parsed.architecture)) continue;
      const message = `FROM --platform flag should not use constant value ${quote(platform.text)}`;
      yield inside(stage.from, message, platform.word.where);
    }
  },
});

export const invalidBaseImagePlatform = dockerRule({
  name: "InvalidBaseImagePlatform",
  page: false,
  about: "Base image platform does not match expected target platform",
  why: "Programs of the base image are for another processor: the container does not start, or only with an emulator.",
  fix: "Take a base image that exists for the platform, or build with the --platform that it is for.",
  async *check(subject) {
    const env = globalScope(subject, subject.request.buildArgs);
    if (env === undefined) return;
    const written = [...readFroms(subject, env)];
    for (const { index, base, platform } of subject.plan?.stages ?? []) {
      const { stage, image } = written[index]!;
      if (base.kind !== "image" || isNamedContext([image.text, stage.name], subject)) continue;
      const message = mismatch(image.text, base.image, platform);
      if (message !== undefined) yield everywhere(stage.from, message, stage.from.image.where);
    }
    for (const { from, instruction, text } of copiedImages(subject)) {
      const image = isNamedContext([text], subject) ? undefined : await subject.look.image(from);
      const message = image && mismatch(text, image, from.platform);
      if (message !== undefined) yield everywhere(instruction, message, from.where);
    }
  },
});

/** An image without layers is for any platform. */
function mismatch(name: string, { config, layers }: Image, platform: Platform): string | undefined {
  if (layers.length === 0 || isSameMachine(config, platform)) return undefined;
  const [actual, expected] = [config, platform].map((one) => quote(formatPlatform(normalise(one))));
  return `Base image ${name} was pulled with platform ${actual}, expected ${expected} for current build`;
}

/** Images that a COPY of the planned stages names, with the COPY and its own words. */
function copiedImages({ plan, visits }: Subject) {
  const copies = new Map(visits.map(({ written }) => [written.name === "COPY" && written.from?.where, written]));
  return (plan?.stages ?? []).flatMap(({ steps }) =>
    steps.flatMap((step) => {
      if (step.verb !== "copy" || step.from.kind !== "image") return [];
      const instruction = copies.get(step.from.where);
      if (instruction?.name !== "COPY") return [];
      return [{ from: step.from, instruction, text: instruction.from!.text }];
    }),
  );
}

/** BuildKit compares only what a line itself leads to (convert.go: resolveBaseImage). */
const isNamedContext = (names: readonly (string | undefined)[], { request }: Subject): boolean =>
  names.some(
    (text) => text !== undefined && findContext(request.contexts ?? new Map(), text, request.platform) !== undefined,
  );
