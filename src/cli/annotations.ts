import { type Annotation, annotationTypes } from "../build/annotations.ts";
import { nearest } from "../nearest.ts";
import { parsePlatform } from "../oci/platform.ts";
import { problem } from "./errors.ts";

/**
 * `--annotation [TYPE[PLATFORM],…:]KEY=VALUE` as buildx reads it (util/buildflags/export.go): types with
 * commas, a platform in brackets, manifest by default; the last value of a key counts.
 */
export const parseAnnotations = (texts: readonly string[]): readonly Annotation[] => texts.flatMap(parseOne);

function parseOne(text: string): readonly Annotation[] {
  const equals = text.indexOf("=");
  if (equals < 0) throw bad(text, "it has no =", "for example --annotation org.opencontainers.image.title=shop");
  const [name, value] = [text.slice(0, equals), text.slice(equals + 1)];
  const colon = name.indexOf(":");
  const key = name.slice(colon + 1);
  if (key === "" || /\s/.test(key)) throw bad(text, "a key is not empty and holds no blanks");
  if (colon < 0) return [{ type: "manifest", platform: undefined, key, value }];
  return name
    .slice(0, colon)
    .split(",")
    .map((place) => ({ ...placeOf(place, text), key, value }));
}

function placeOf(place: string, text: string): Pick<Annotation, "type" | "platform"> {
  const [, name = "", platform] = /^([a-z-]+)(?:\[([A-Za-z0-9_/-]+)\])?$/.exec(place) ?? [];
  const type = annotationTypes.find((one) => one === name);
  if (type !== undefined) return { type, platform: platform === undefined ? undefined : parsePlatform(platform) };
  const near = nearest(name === "" ? place : name, annotationTypes);
  const help = near === undefined ? `types are ${annotationTypes.join(", ")}` : `did you mean ${near}?`;
  throw bad(text, `${JSON.stringify(place)} is no type, with a platform in brackets where it is for one`, help);
}

const bad = (text: string, why: string, help?: string) =>
  problem("usage/bad-value", `--annotation ${text}: ${why}`, { exitCode: 2, ...(help === undefined ? {} : { help }) });
