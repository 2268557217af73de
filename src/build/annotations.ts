import type { Annotations } from "../oci/image/image.ts";
import { formatPlatform, normalise, type Platform } from "../oci/platform.ts";
import { problem } from "./errors.ts";

export const annotationTypes = ["manifest", "manifest-descriptor", "index", "index-descriptor"] as const;
export type AnnotationType = (typeof annotationTypes)[number];

/** `--annotation`: what is written beside images, where, and for which platform; for all where it has none. */
export interface Annotation {
  readonly type: AnnotationType;
  readonly platform: Platform | undefined;
  readonly key: string;
  readonly value: string;
}

/**
 * Throws `build/annotation` for those that nothing that is built could hold: a platform that is not
 * built, an index where one image is built alone (BuildKit: exporter/containerimage/writer.go).
 */
export function checkAnnotations(all: readonly Annotation[], platforms: readonly Platform[], isIndex: boolean): void {
  const built = platforms.map((platform) => formatPlatform(normalise(platform)));
  for (const { type, platform, key } of all) {
    if (platform !== undefined && !built.includes(formatPlatform(platform)))
      throw problem("build/annotation", `--annotation ${key} is for ${formatPlatform(platform)}, which is not built`, {
        help: `built are ${built.join(", ")}`,
      });
    if (type.startsWith("index") && !isIndex)
      throw problem("build/annotation", `--annotation ${type}:${key}: one platform alone makes no index`, {
        help: `annotate the manifest (--annotation manifest:${key}=…), or build for several platforms`,
      });
  }
}

/**
 * The annotations of one type, of a manifest those for every platform under those for its own; an index is
 * one for all. undefined where there are none.
 */
export function annotationsFor(
  all: readonly Annotation[],
  type: AnnotationType,
  platform?: Platform,
): Annotations | undefined {
  const ofType = all.filter((one) => one.type === type);
  const own = platform === undefined ? undefined : formatPlatform(normalise(platform));
  const chosen = type.startsWith("index")
    ? ofType
    : [
        ...ofType.filter((one) => one.platform === undefined),
        ...ofType.filter((one) => one.platform !== undefined && formatPlatform(one.platform) === own),
      ];
  return chosen.length === 0 ? undefined : Object.fromEntries(chosen.map(({ key, value }) => [key, value]));
}
