import { baseLookup } from "../build/base-images.ts";
import { contextOpener } from "../build/contexts.ts";
import type { Lookup } from "../build/plan/bases.ts";
import type { ImageSource } from "../build/plan/plan.ts";
import { surveyBuild } from "../build/plan/survey.ts";
import type { Ctx } from "../ctx.ts";
import { DjibError } from "../errors.ts";
import type { Host } from "../host.ts";
import { limits } from "../limits.ts";
import { knownTree } from "../lint/base-tree.ts";
import { placesOf, type Subject, subjectOf } from "../lint/subject.ts";
import type { Image } from "../oci/image/image.ts";
import { emptyImage } from "../oci/image/empty.ts";
import { familiarName, fullName } from "../oci/reference.ts";
import type { Store } from "../oci/store/store.ts";
import { registrySource } from "../sources/registry.ts";
import type { planFlags } from "./build-flags.ts";
import { buildRequest } from "./build-request.ts";
import type { Values } from "./flags.ts";
import type { Forecast } from "./forecast.ts";
import { registryConfig } from "./registries.ts";

/** A Dockerfile as lint sees it, and what could not be seen. */
export interface Surveyed extends AsyncDisposable {
  readonly subject: Subject;
  /** Base images that could not be looked at, each with the reason. */
  readonly unknown: readonly { readonly image: string; readonly reason: string }[];
  /** What each executor says of the RUNs; undefined where there is no plan, or no RUN in it. Layers are not fetched. */
  executors(): Promise<Forecast | undefined>;
}

/**
 * Reads and plans what a build would: all stages unless --target names one, or `lastStage` asks for that alone. Nothing is executed, no layer
 * is fetched; a base image that cannot be looked at within `limits.checkLookup` is taken as unknown.
 */
export async function surveyProject(
  flags: Values<typeof planFlags>,
  path: string,
  store: Store,
  { host, signal, lastStage }: { readonly host: Host; readonly signal: AbortSignal; readonly lastStage?: boolean },
): Promise<Surveyed> {
  const ctx: Ctx = { host, signal, emit: () => {} };
  const { request, remotes } = await buildRequest(flags, path, store, ctx);
  const source = registrySource({ store, config: registryConfig(host), pull: flags.pull === true });
  const unknown = new Map<string, { readonly image: string; readonly reason: string }>();
  const lookup = lenient(baseLookup({ source, store }, timed(ctx)), signal, unknown);
  const [platform] = request.platforms;
  const everyStage = request.target === undefined && lastStage !== true;
  const survey = await surveyBuild({ ...request, platform, everyStage, warn: () => {} }, lookup);
  const opened: AsyncDisposable[] = [];
  const context = contextOpener({ ...request, modes: "git" }, { store, remotes }, (one) => opened.push(one), ctx);
  const look = {
    ...placesOf(request.context),
    context: () => context().catch(() => undefined),
    // An unknown image has no layers to look into.
    image: (from: ImageSource) => lookup(from, from.platform, from.where, ""),
    tree: async (image: Image) => (image.layers.length === 0 ? undefined : knownTree(image, store)),
  };
  const subject = subjectOf(survey, look, new Set(unknown.keys()));
  const dispose = async () => {
    for (const one of opened) await one[Symbol.asyncDispose]();
  };
  const executors = async () => {
    const { plan } = survey;
    if (plan?.stages.some(({ steps }) => steps.some(({ verb }) => verb === "run")) !== true) return undefined;
    const { forecastPlans } = await import("./forecast.ts");
    const looking = { store, source, fetches: false, allowOwnerLoss: flags["allow-owner-loss"] };
    return forecastPlans([plan], request, looking, ctx);
  };
  return { subject, unknown: [...unknown.values()], executors, [Symbol.asyncDispose]: dispose };
}

const timed = (ctx: Ctx): Ctx => ({
  ...ctx,
  signal: AbortSignal.any([ctx.signal, AbortSignal.timeout(limits.checkLookup)]),
});

/** Takes an image that is not found, or not in time, as one of which nothing is known. */
function lenient(lookup: Lookup, signal: AbortSignal, unknown: Map<string, Surveyed["unknown"][number]>): Lookup {
  return async (name, platform, where, stage) => {
    try {
      return await lookup(name, platform, where, stage);
    } catch (error) {
      if (signal.aborted) throw error;
      const reason =
        error instanceof DjibError ? error.message : `no answer within ${limits.checkLookup / 1000} seconds`;
      unknown.set(fullName(name.reference), { image: familiarName(name.reference), reason });
      return emptyImage(platform);
    }
  };
}
