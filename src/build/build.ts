import { type Context, openContext } from "../context/context.ts";
import type { Ctx } from "../ctx.ts";
import { parseDockerfile } from "../dockerfile/parse/parse.ts";
import { DjibError, type Location, type SourceText } from "../errors.ts";
import type { Executor, Network } from "../executor/executor.ts";
import { imageId } from "../oci/image/derive.ts";
import type { Image } from "../oci/image/image.ts";
import { formatPlatform, type Platform } from "../oci/platform.ts";
import { familiarName, fullName, type Reference } from "../oci/reference.ts";
import type { Store } from "../oci/store/store.ts";
import type { Found, Source } from "../sources/source.ts";
import { assemble } from "./assemble.ts";
import { createdTime } from "./created.ts";
import { problem } from "./errors.ts";
import { chooseExecutor } from "./execute/choose-executor.ts";
import { datedLayers } from "./execute/dated.ts";
import { buildStages } from "./execute/stages.ts";
import { once } from "./once.ts";
import type { BuildPlan, PlannedStage } from "./plan/plan.ts";
import { withLabels } from "./plan/labels.ts";
import { planBuild } from "./plan/planner.ts";

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
  readonly timestamps: "content" | "keep";
  readonly modes: "git" | "keep";
  /** Seconds since 1970. */
  readonly sourceDateEpoch: number | undefined;
}

export interface BuildTools {
  readonly store: Store;
  readonly source: Source;
  readonly executor: Executor;
  /** Told before anything is built what the plan cannot do; throws to stop. */
  readonly review: (plan: BuildPlan, look: { context(): Promise<Context>; store: Store }, ctx: Ctx) => Promise<void>;
}

export interface Built {
  readonly image: Image;
  readonly plan: BuildPlan;
}

/** Dockerfile to image. The image is in the store when it resolves; tags and outputs are the caller's. */
export async function build(request: BuildRequest, tools: BuildTools, ctx: Ctx): Promise<Built> {
  await using _lease = await tools.store.lease();
  const written = await makePlan(request, tools, ctx);
  const context = once(() => openBuildContext(request, tools.store, ctx));
  try {
    const executor = once(() => chooseExecutor(tools.executor, written, tools.store, ctx));
    const runs = written.stages.some((stage) => stage.steps.some((step) => step.verb === "run"));
    const chosen = runs ? await executor() : undefined;
    const plan = withLabels(written, new Map(Object.entries(chosen?.capability.labels ?? {})));
    ctx.emit(planEvent(request, plan, chosen?.capability.describe));
    await tools.review(plan, { context, store: tools.store }, ctx);
    const chains = await buildStages(
      plan,
      {
        store: tools.store,
        // The clock's times would differ each time, whatever SOURCE_DATE_EPOCH makes of them.
        times: request.sourceDateEpoch === undefined ? request.timestamps : "content",
        noCache: request.noCache,
        context,
        executor,
        image: imageLookup(tools, ctx),
      },
      ctx,
    );
    const commit = request.sourceDateEpoch === undefined ? (await context()).commitTime : undefined;
    const { own } = chains.get(plan.target)!;
    const layers =
      request.sourceDateEpoch === undefined ? own : await datedLayers(own, request.sourceDateEpoch, tools.store);
    const image = assemble(plan, layers, createdTime(request.sourceDateEpoch, commit, plan), tools.store);
    // A base that no step looked into may still be in its registry.
    await ensureAll(image, tools.store, ctx);
    ctx.emit(imageEvent(image, plan));
    return { image, plan };
  } finally {
    // Where it could not be opened, that is the error already.
    await context.made?.then(
      (opened) => opened[Symbol.asyncDispose](),
      () => {},
    );
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
  const lookup = baseLookup(tools, ctx);
  return planBuild(file, { ...request, warn }, lookup);
}

function baseLookup(tools: Pick<BuildTools, "source">, ctx: Ctx) {
  const known = new Map<string, Promise<Image>>();
  return (reference: Reference, platform: Platform, where: Location, stage: string): Promise<Image> => {
    const key = `${fullName(reference)} ${formatPlatform(platform)}`;
    const found = known.get(key) ?? findBase(reference, platform, where, stage, tools, ctx);
    known.set(key, found);
    return found;
  };
}

async function findBase(
  reference: Reference,
  platform: Platform,
  where: Location,
  stage: string,
  { source }: Pick<BuildTools, "source">,
  ctx: Ctx,
) {
  const { image, digest, age } = await findImage(reference, platform, where, { source }, ctx);
  const shown = { reference: familiarName(reference), platform: formatPlatform(platform), digest };
  ctx.emit({ type: "base", stage, ...shown, cached: age !== undefined, ...(age === undefined ? {} : { age }) });
  return image;
}

async function findImage(
  reference: Reference,
  platform: Platform,
  where: Location,
  { source }: Pick<BuildTools, "source">,
  ctx: Ctx,
): Promise<Found> {
  const found = await placed(where, () => source(reference, platform, ctx));
  if (found !== undefined) return found;
  throw problem("build/unknown-base", `there is no image ${familiarName(reference)}`, {
    where,
    help: "check its name and tag; `djib pull` tells more",
  });
}

/** An image that files are copied from. */
const imageLookup =
  (tools: BuildTools, ctx: Ctx) => async (reference: Reference, platform: Platform, where: Location) =>
    (await findImage(reference, platform, where, tools, ctx)).image;

async function openBuildContext(
  { context, dockerfilePath, modes }: BuildRequest,
  store: Store,
  ctx: Ctx,
): Promise<Context> {
  const { readIgnoreRules } = await import("./ignore.ts");
  return openContext(context, { ignore: readIgnoreRules(context, dockerfilePath), modes, store }, ctx);
}

function planEvent({ name }: BuildRequest, plan: BuildPlan, executor: string | undefined) {
  const shown = (stage: PlannedStage) =>
    stage.steps.map(({ id, number, title, where }) => ({
      id,
      stage: stage.name,
      number,
      of: stage.steps.length,
      title,
      line: where.line,
    }));
  const steps = plan.stages.flatMap(shown);
  return { type: "plan" as const, name, platform: formatPlatform(plan.platform), executor, steps };
}

/** Sizes are those of the layers as they are in the store. */
function imageEvent(image: Image, plan: BuildPlan) {
  const target = plan.stages.find((stage) => stage.index === plan.target)!;
  const kept = new Set(target.base.kind === "image" ? target.base.image.layers.map((layer) => layer.diffId) : []);
  const sum = (layers: Image["layers"]) => layers.reduce((total, layer) => total + layer.size, 0);
  return {
    type: "image" as const,
    id: imageId(image),
    size: sum(image.layers),
    added: sum(image.layers.filter((layer) => !kept.has(layer.diffId))),
  };
}

async function ensureAll({ layers }: Image, store: Store, ctx: Ctx): Promise<void> {
  await Promise.all(
    layers.map(async (layer) => {
      if (!(await store.layers.has(layer.diffId))) await store.ensureLayer(layer, ctx);
    }),
  );
}

/** What fails on behalf of a line of the Dockerfile says which line that is. */
async function placed<T>(where: Location, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DjibError) || error.details.where !== undefined) throw error;
    throw new DjibError(error.code, error.message, { ...error.details, where, cause: error });
  }
}
