import type { Context, ContextSpec, Origin } from "../context/context.ts";
import type { Ctx } from "../ctx.ts";
import type { SourceText } from "../errors.ts";
import type { Executor, Network, RunOptions } from "../executor/executor.ts";
import type { Artifact, Image } from "../oci/image/image.ts";
import type { Platform } from "../oci/platform.ts";
import type { Store } from "../oci/store/store.ts";
import type { CacheSource } from "../sources/cache-source.ts";
import type { Remotes } from "../sources/remotes.ts";
import type { Source } from "../sources/source.ts";
import type { Annotation } from "./annotations.ts";
import type { AttestRequest } from "./attest/request.ts";
import type { BuiltStep } from "./cache/built-steps.ts";
import type { Given } from "./given.ts";
import type { NamedContexts } from "./plan/named-contexts.ts";
import type { BuildPlan, ImageSource } from "./plan/plan.ts";
import type { Entitlement } from "./plan/scope.ts";
import type { Survey } from "./plan/survey.ts";
import type { TimePolicy } from "./times/policy.ts";

export interface BuildRequest {
  readonly dockerfile: SourceText;
  /** Of a Dockerfile that was fetched by itself, and not with the context. */
  readonly dockerfileOrigin?: Origin | undefined;
  readonly context: ContextSpec;
  /** What --build-context names; nothing by default. */
  readonly contexts?: NamedContexts | undefined;
  /** Name to show while it runs. */
  readonly name: string | undefined;
  /** Several make an index; each once. */
  readonly platforms: readonly [Platform, ...Platform[]];
  /** Nobody asked for a platform: an image is then for what its base says that it is for. */
  readonly isPlatformImplied?: boolean;
  readonly buildPlatform: Platform;
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, string>;
  readonly target: string | undefined;
  readonly network: Network;
  readonly noCache: boolean;
  readonly timestamps: TimePolicy;
  readonly modes: "git" | "keep";
  /** Written beside the images; they change no image ID. */
  readonly annotations?: readonly Annotation[];
  /** What is attested of each image, beside it. */
  readonly attest?: AttestRequest | undefined;
  /** What RUNs may ask for; nothing by default. */
  readonly given?: Given | undefined;
  readonly runOptions?: RunOptions | undefined;
  /** What the Dockerfile may ask for beyond a sandbox. */
  readonly allow?: ReadonlySet<Entitlement> | undefined;
  /** Seconds since 1970. */
  readonly sourceDateEpoch: number | undefined;
  /** Layers of bases and of imported caches may stay where they are: whoever opens one fetches it. */
  readonly remoteLayers?: boolean;
  /** The image's config holds the cache of its own layers. */
  readonly inlineCache?: boolean;
}

/** What lint may look at beside the Dockerfile. */
export interface LintAround {
  readonly context: ContextSpec;
  /** An image that files are copied from; undefined where it cannot be had. */
  image(from: ImageSource): Promise<Image | undefined>;
}

export interface BuildTools {
  readonly store: Store;
  readonly source: Source;
  /** The first that can do all of a build does it. */
  readonly executors: readonly [Executor, ...Executor[]];
  /** What ADD fetches from. */
  readonly remotes: Remotes;
  /** Caches of earlier builds, asked in this order after the store. */
  readonly cacheFrom?: readonly CacheSource[];
  /** Told of the Dockerfile and what the planner saw in it, be it whole or not; throws to stop. */
  readonly lint?: (survey: Survey, around: LintAround, ctx: Ctx) => Promise<void>;
  /** Told before anything is built what the plan cannot do; throws to stop. */
  readonly review: (plan: BuildPlan, look: { context(): Promise<Context>; store: Store }, ctx: Ctx) => Promise<void>;
}

/** The image of one platform, and how it was made. */
export interface BuiltImage {
  readonly image: Image;
  readonly plan: BuildPlan;
  /** All steps of all its stages, for a cache of it. */
  readonly steps: readonly BuiltStep[];
}

/** Disposing waits until the build has tidied up, which goes on by itself while its image is named and sent; it never rejects. */
export interface Built extends AsyncDisposable {
  /** The image, or the index of several platforms' images or of one with attestations. */
  readonly artifact: Artifact;
  /** In the order of the platforms that were asked for. */
  readonly images: readonly [BuiltImage, ...BuiltImage[]];
}
