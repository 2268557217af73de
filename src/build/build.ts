import { type Context, openContext } from "../context/context.ts";
import type { Ctx } from "../ctx.ts";
import { parseDockerfile } from "../dockerfile/parse/parse.ts";
import type { Location, SourceText } from "../errors.ts";
import type { Executor, Network } from "../executor/executor.ts";
import type { Image } from "../oci/image/image.ts";
import type { Platform } from "../oci/platform.ts";
import type { Store } from "../oci/store/store.ts";
import type { CacheSource } from "../sources/cache-source.ts";
import type { Source } from "../sources/source.ts";
import { Aftermath } from "./aftermath.ts";
import { assemble } from "./assemble.ts";
import { baseLookup, imageLookup } from "./base-images.ts";
import { createdTime } from "./created.ts";
import { untilFound } from "./cache/passes.ts";
import { StepCache } from "./cache/step-cache.ts";
import { chooseExecutor } from "./execute/choose-executor.ts";
import { datedLayers } from "./execute/dated.ts";
import { buildStages } from "./execute/stages.ts";
import { once } from "./once.ts";
import type { BuildPlan } from "./plan/plan.ts";
import { withLabels } from "./plan/labels.ts";
import { planBuild } from "./plan/planner.ts";
import { imageEvent, planEvent } from "./progress.ts";
import type { TimePolicy } from "./times/policy.ts";

export interface BuildRequest {
  readonly dockerfile: SourceText;
  /** Directory on the host. */
  readonly context: string;
  /** Host path of the Dockerfile where it has one: `<it>.dockerignore` wins over `.dockerignore`. */
  readonly dockerfilePath: string | undefined;
  /** Name to show while it runs. */
  readonly name: string | undefined;
  readonly platform: Platform;
  readonly buildPlatform: Platform;
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, string>;
  readonly target: string | undefined;
  readonly network: Network;
  readonly noCache: boolean;
  readonly timestamps: TimePolicy;
  readonly modes: "git" | "keep";
  /** Seconds since 1970. */
  readonly sourceDateEpoch: number | undefined;
  /** Layers of bases and of imported caches may stay where they are: whoever opens one fetches it. */
  readonly remoteLayers?: boolean;
}

export interface BuildTools {
  readonly store: Store;
  readonly source: Source;
  readonly executor: Executor;
  /** Caches of earlier builds, asked in this order after the store. */
  readonly cacheFrom?: readonly CacheSource[];
  /** Told before anything is built what the plan cannot do; throws to stop. */
  readonly review: (plan: BuildPlan, look: { context(): Promise<Context>; store: Store }, ctx: Ctx) => Promise<void>;
}

/** Disposing waits until the build has tidied up, which goes on by itself while its image is named and sent; it never rejects. */
export interface Built extends AsyncDisposable {
  readonly image: Image;
  readonly plan: BuildPlan;
}

/**
 * Dockerfile to image. The image is whole in the store when it resolves (but for `remoteLayers`); tags and outputs are the
 * caller's. Rejects with a `DjibError` for what the user can mend (`djib help CODE` explains each) and
 * then has ended every process that it started; finished steps stay in the cache.
 */
export async function build(request: BuildRequest, tools: BuildTools, ctx: Ctx): Promise<Built> {
  const aftermath = new Aftermath();
  try {
    aftermath.hold(await tools.store.lease());
    const written = await makePlan(request, tools, ctx);
    const context = once(async () => {
      const opened = await openBuildContext(request, tools.store, ctx);
      aftermath.hold(opened);
      return opened;
    });
    const runs = written.stages.some((stage) => stage.steps.some((step) => step.verb === "run"));
    const chosen = runs ? await chooseExecutor(tools.executor, written, tools.store, ctx) : undefined;
    const plan = withLabels(written, new Map(Object.entries(chosen?.capability.labels ?? {})));
    ctx.emit(planEvent(request.name, plan, chosen?.capability.describe));
    await tools.review(plan, { context, store: tools.store }, ctx);
    const cache = new StepCache(tools.store, { off: request.noCache, from: tools.cacheFrom ?? [] });
    const image = await untilFound(async (ctx) => {
      const shared = {
        store: tools.store,
        cache,
        // The clock's times would differ each time, whatever SOURCE_DATE_EPOCH makes of them.
        times: request.sourceDateEpoch === undefined ? request.timestamps : "content",
        context,
        executor: chosen,
        image: imageLookup(tools.source, ctx),
        aftermath,
      };
      const chains = await buildStages(plan, shared, ctx);
      const commit = request.sourceDateEpoch === undefined ? (await context()).commitTime : undefined;
      const { own } = chains.get(plan.target)!;
      const epoch = request.sourceDateEpoch;
      const layers = epoch === undefined ? own : await datedLayers(own, epoch, { ...shared, ctx });
      await (request.remoteLayers ? cache.confirm(layers, ctx) : cache.ensure(layers, ctx));
      return assemble(plan, layers, createdTime(epoch, commit, plan), cache);
    }, ctx);
    // A base that no step looked into may still be in its registry.
    if (!request.remoteLayers) await ensureAll(image, tools.store, ctx);
    ctx.emit(imageEvent(image, plan));
    const tidied = aftermath.done();
    return { image, plan, [Symbol.asyncDispose]: () => tidied };
  } catch (error) {
    await aftermath.done();
    throw error;
  }
}

/** The plan alone: base images are looked up, nothing is executed. */
export async function makePlan(request: BuildRequest, tools: Pick<BuildTools, "source">, ctx: Ctx): Promise<BuildPlan> {
  const file = parseDockerfile(request.dockerfile);
  for (const { code, message, where } of file.warnings)
    ctx.emit({ type: "warning", code: `dockerfile/${code}`, message, where });
  const warn = (code: string, message: string, where: Location | undefined, help?: string) =>
    ctx.emit({
      type: "warning",
      code,
      message,
      ...(where === undefined ? {} : { where }),
      ...(help === undefined ? {} : { help }),
    });
  return planBuild(file, { ...request, warn }, baseLookup(tools.source, ctx));
}

async function openBuildContext(
  { context, dockerfilePath, modes }: BuildRequest,
  store: Store,
  ctx: Ctx,
): Promise<Context> {
  const { readIgnoreRules } = await import("./ignore.ts");
  return openContext(context, { ignore: readIgnoreRules(context, dockerfilePath), modes, store }, ctx);
}

async function ensureAll({ layers }: Image, store: Store, ctx: Ctx): Promise<void> {
  await Promise.all(
    layers.map(async (layer) => {
      if (!(await store.layers.has(layer.diffId))) await store.ensureLayer(layer, ctx);
    }),
  );
}
