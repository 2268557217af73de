import type { Ctx } from "../ctx.ts";
import { withInlineCache } from "../oci/cache/inline.ts";
import { withAnnotations } from "../oci/image/edit.ts";
import type { Image } from "../oci/image/image.ts";
import type { Platform } from "../oci/platform.ts";
import type { Store } from "../oci/store/store.ts";
import { annotationsFor, checkAnnotations } from "./annotations.ts";
import { artifactOf, makesIndex } from "./artifact.ts";
import { remembering } from "./attest/materials.ts";
import { Aftermath } from "./aftermath.ts";
import { assemble } from "./assemble.ts";
import { baseLookup, imageLookup } from "./base-images.ts";
import { contextOpener, type OpenContext } from "./contexts.ts";
import { createdTime } from "./created.ts";
import { builtSteps } from "./cache/built-steps.ts";
import { untilFound } from "./cache/passes.ts";
import { StepCache } from "./cache/step-cache.ts";
import { noting, untold } from "./told.ts";
import { chooseExecutor, type Chosen } from "./preflight/choose-executor.ts";
import { datedLayers } from "./execute/dated.ts";
import { buildStages, type Chains, type Shared } from "./execute/stages.ts";
import type { BuildPlan } from "./plan/plan.ts";
import { withLabels } from "./plan/labels.ts";
import type { PlanRequest } from "./plan/planner.ts";
import { labelled, mapPlans, type Plans } from "./plan/several.ts";
import { type Survey, surveyBuild } from "./plan/survey.ts";
import { imageEvent, planEvent } from "./progress.ts";
import type { Built, BuildRequest, BuildTools, BuiltImage, LintAround } from "./request.ts";

/**
 * Dockerfile to image, or to an index of one image for each platform: what is the same for several is
 * built once, and a RUN that cannot be executed for one of them is told before anything is built. The
 * image is whole in the store when it resolves (but for `remoteLayers`); tags and outputs are the
 * caller's. Rejects with a `DjibError` for what the user can mend (`djib help CODE` explains each) and
 * then has ended every process that it started; finished steps stay in the cache.
 */
export async function build(request: BuildRequest, given: BuildTools, ctx: Ctx): Promise<Built> {
  const aftermath = new Aftermath();
  const { source, materialsOf } = remembering(given);
  const tools = { ...given, source };
  try {
    checkAnnotations(request.annotations ?? [], request.platforms, makesIndex(request));
    aftermath.hold(await tools.store.lease());
    const context = contextOpener(request, tools, (opened) => aftermath.hold(opened), ctx);
    const timeOf = async (name?: string) => secondsOf((await context(name)).sourceTime);
    const written = await makePlans({ ...request, timeOf }, tools, ctx);
    const sight = { store: tools.store, context, image: imageLookup(tools, ctx), fetches: true };
    const chosen = written.some(runs) ? await chooseExecutor(tools.executors, written, sight, ctx) : undefined;
    const labels = new Map(Object.entries(chosen?.capability.labels ?? {}));
    const plans = labelled(mapPlans(written, (plan) => withLabels(plan, labels)));
    ctx.emit(planEvent(request.name, plans, chosen?.capability.describe));
    for (const plan of plans) await tools.review(plan, { context, store: tools.store }, ctx);
    const images = await execute(plans, chosen, { request, tools, context, aftermath }, ctx);
    for (const { image, plan } of images) ctx.emit(imageEvent(image, plan, images.length > 1));
    const making = { request, materialsOf, executor: chosen?.capability.key, store: tools.store };
    const artifact = await artifactOf(images, making, ctx);
    const tidied = aftermath.done();
    return { artifact, images, [Symbol.asyncDispose]: () => tidied };
  } catch (error) {
    await aftermath.done();
    throw error;
  }
}

const secondsOf = (date: Date | undefined): number | undefined => date && Math.floor(date.getTime() / 1000);

const runs = ({ stages }: BuildPlan): boolean =>
  stages.some((stage) => stage.steps.some((step) => step.verb === "run"));

interface Around {
  readonly request: BuildRequest;
  readonly tools: BuildTools;
  readonly context: OpenContext;
  readonly aftermath: Aftermath;
}

/** Builds all stages and assembles the image of each plan, in their order. */
async function execute(plans: Plans, chosen: Chosen | undefined, around: Around, outer: Ctx): Promise<Built["images"]> {
  const { request, tools, context, aftermath } = around;
  const cache = new StepCache(tools.store, { off: request.noCache, from: tools.cacheFrom ?? [] });
  const images = await untilFound(async (ctx) => {
    const shared: Shared = {
      store: tools.store,
      cache,
      // The clock's times would differ each time, whatever SOURCE_DATE_EPOCH makes of them.
      times: plans[0].epoch === undefined ? request.timestamps : "content",
      context,
      remotes: tools.remotes,
      given: request.given ?? { secrets: new Map(), agents: new Map() },
      noCache: request.noCache,
      renewed: new Set(),
      executor: chosen,
      image: imageLookup(tools, ctx),
      aftermath,
    };
    const chains = await buildStages(plans, shared, ctx);
    const commit = plans[0].epoch === undefined ? (await context()).commitTime : undefined;
    const made: BuiltImage[] = [];
    for (const [i, plan] of plans.entries())
      made.push({ plan, ...(await imageOf(plan, chains[i]!, commit, request, { ...shared, ctx })) });
    return made as [BuiltImage, ...BuiltImage[]];
  }, outer);
  // A base that no step looked into may still be in its registry.
  if (!request.remoteLayers) for (const { image } of images) await ensureAll(image, tools.store, outer);
  return images;
}

async function imageOf(
  plan: BuildPlan,
  chains: Chains,
  commit: Date | undefined,
  { remoteLayers, inlineCache, annotations = [], isPlatformImplied }: BuildRequest,
  shared: Shared & { readonly ctx: Ctx },
): Promise<Omit<BuiltImage, "plan">> {
  const { cache, ctx } = shared;
  const { own } = chains.get(plan.target)!;
  const { epoch } = plan;
  const layers = epoch === undefined ? own : await datedLayers(own, epoch, shared);
  await (remoteLayers ? cache.confirm(layers, ctx) : cache.ensure(layers, ctx));
  const plain = assemble(plan, layers, { created: createdTime(epoch, commit, plan), isPlatformImplied }, cache);
  const image = withAnnotations(annotationsFor(annotations, "manifest", plan.platform))(plain);
  const steps = await builtSteps(chains, [...own, ...layers], cache);
  return { image: inlineCache ? withInlineCache(image, steps) : image, steps };
}

/** The plans alone, one for each platform: base images are looked up, nothing is executed. */
export async function makePlans(
  request: BuildRequest & Pick<PlanRequest, "timeOf">,
  { lint, ...sources }: Pick<BuildTools, "source" | "store" | "lint">,
  ctx: Ctx,
): Promise<Plans> {
  const lookup = baseLookup(sources, ctx);
  const look = imageLookup(sources, ctx);
  const around: LintAround = {
    context: request.context,
    // One that cannot be had is told of by the step that needs it.
    image: (from) => look(from, from.platform, from.where).catch(() => undefined),
  };
  const warn = warnOnce(ctx);
  const survey = (platform: Platform) => surveyBuild({ ...request, platform, warn }, lookup);
  const [first, ...more] = await Promise.all(request.platforms.map(survey));
  const told = new Set<string>();
  const plan = async (seen: Survey, within: Ctx): Promise<BuildPlan> => {
    await lint?.(seen, around, within);
    return planOf(seen);
  };
  const plans: [BuildPlan, ...BuildPlan[]] = [await plan(first!, noting(told, ctx))];
  for (const seen of more) plans.push(await plan(seen, untold(told, ctx)));
  return plans;
}

function planOf({ plan, error }: Survey): BuildPlan {
  if (plan === undefined) throw error;
  return plan;
}

function warnOnce(ctx: Ctx): PlanRequest["warn"] {
  const { emit } = untold(new Set(), ctx);
  return (code, message, where, help) => {
    const known = { ...(where === undefined ? {} : { where }), ...(help === undefined ? {} : { help }) };
    emit({ type: "warning", code, message, ...known });
  };
}

async function ensureAll({ layers }: Image, store: Store, ctx: Ctx): Promise<void> {
  await Promise.all(
    layers.map(async (layer) => {
      if (!(await store.layers.has(layer.diffId))) await store.ensureLayer(layer, ctx);
    }),
  );
}
