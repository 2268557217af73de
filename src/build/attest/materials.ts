import type { Origin } from "../../context/context.ts";
import type { Ctx } from "../../ctx.ts";
import { type Digest, hexOf } from "../../oci/digest.ts";
import { formatPlatform, type Platform } from "../../oci/platform.ts";
import { fullName, type Reference } from "../../oci/reference.ts";
import type { Store } from "../../oci/store/store.ts";
import { redactUrls } from "../../redact.ts";
import type { Remotes } from "../../sources/remotes.ts";
import type { Source } from "../../sources/source.ts";
import type { ImageName } from "../plan/named-contexts.ts";
import type { BuildPlan, PlannedStage } from "../plan/plan.ts";
import type { BuildRequest } from "../request.ts";
import { originsOf, sourcesOf } from "./origins.ts";
import { imageUrl } from "./package-url.ts";

/** What an image is made of, as provenance names it; the user name and password of an address are masked. */
export interface Material {
  readonly uri: string;
  /** By algorithm, in hex. */
  readonly digest: Readonly<Record<string, string>>;
}

export type MaterialsOf = (plan: BuildPlan, request: BuildRequest, ctx: Ctx) => Promise<readonly Material[]>;

interface Tools {
  readonly source: Source;
  readonly remotes: Remotes;
  readonly store: Store;
}

type Pulled = ImageName & { readonly platform: Platform };

const keyOf = (reference: Reference, platform: Platform): string =>
  `${fullName(reference)} ${formatPlatform(platform)}`;

/** A source that remembers what each name led to, and what plans are made of, in BuildKit's order. */
export function remembering({ source, remotes, store }: Tools) {
  const found = new Map<string, Digest>();
  const remember: Source = async (reference, platform, ctx) => {
    const answer = await source(reference, platform, ctx);
    if (answer !== undefined) found.set(keyOf(reference, platform), answer.digest);
    return answer;
  };
  const digestOf = async ({ reference, layout, platform }: Pulled, ctx: Ctx): Promise<Digest | undefined> => {
    if (layout === undefined) return found.get(keyOf(reference, platform));
    const { ociLayoutSource } = await import("../../sources/oci-layout.ts");
    return (await ociLayoutSource({ layout, store })(reference, platform, ctx))?.digest;
  };
  const materialsOf: MaterialsOf = async (plan, request, ctx) => {
    const images: Material[] = [];
    for (const image of plan.stages.flatMap(imagesOf)) {
      const digest = await digestOf(image, ctx);
      const type = image.layout === undefined ? "docker" : "oci";
      if (digest !== undefined)
        images.push({ uri: imageUrl(image.reference, image.platform, type), digest: { sha256: hexOf(digest) } });
    }
    const origins = await originsOf(plan, request, remotes, ctx);
    const kind = (wanted: Origin["kind"]) => origins.filter((origin) => origin.kind === wanted).map(materialOf);
    return [images, kind("git"), kind("file")].flatMap(sortedOnce);
  };
  return { source: remember, materialsOf };
}

/** BuildKit names a repository with what was asked of it (source/git/identifier.go). */
export function materialOf(origin: Origin): Material {
  if (origin.kind === "file") return { uri: redactUrls(origin.url), digest: { sha256: hexOf(origin.digest) } };
  const { remote, ref, commit } = origin;
  const uri = redactUrls(remote) + (ref === "" ? "" : `#${ref}`);
  return { uri, digest: { [commit.length === 64 ? "sha256" : "sha1"]: commit } };
}

const sortedOnce = (all: readonly Material[]): readonly Material[] =>
  [...new Map(all.map((one) => [one.uri, one])).values()].sort((a, b) => (a.uri < b.uri ? -1 : 1));

const imagesOf = ({ base, platform, steps }: PlannedStage): readonly Pulled[] => [
  ...(base.kind === "image" ? [{ ...base, platform }] : []),
  ...steps.flatMap(sourcesOf).flatMap((from) => (from.kind === "image" ? [from] : [])),
];
