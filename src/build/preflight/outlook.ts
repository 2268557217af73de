import type { Ctx } from "../../ctx.ts";
import { DjibError, type Location } from "../../errors.ts";
import type { Outlook, Unclear } from "../../executor/executor.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { root } from "../../oci/filesystem/path.ts";
import type { Image } from "../../oci/image/image.ts";
import type { Platform } from "../../oci/platform.ts";
import type { Store } from "../../oci/store/store.ts";
import type { OpenContext } from "../contexts.ts";
import { once } from "../once.ts";
import type { ImageName } from "../plan/named-contexts.ts";
import type { BuildPlan, CopyPlan, PlannedStage, RunPlan, Step } from "../plan/plan.ts";
import { emptyTree, inlineTree } from "../steps/inline.ts";
import { cleaned, Placing } from "../steps/placing.ts";
import { findSelected } from "../steps/selected-sources.ts";
import { findSource, type FoundSource } from "../steps/sources.ts";

/** What looking ahead may look at. */
export interface Sight {
  readonly store: Store;
  readonly context: OpenContext;
  image(name: ImageName, platform: Platform, where: Location): Promise<Image>;
  /** Whether layers that are not in the store are fetched; without them their trees are not known. */
  readonly fetches: boolean;
}

/** A layer is not in the store. */
class NotHere extends Error {}

/** A tree as far as it can be told. */
interface Known {
  readonly tree: Filesystem;
  readonly unclear: readonly Unclear[];
}

/**
 * The trees of a plan before it is built: bases as they are, COPYs from the context, from images and from
 * other stages applied to them. A base is fetched when a tree is asked for, not before.
 */
export class Outlooks {
  readonly #plan: BuildPlan;
  readonly #sight: Sight;
  readonly #ctx: Ctx;
  readonly #after = new Map<Step, () => Promise<Known>>();

  constructor(plan: BuildPlan, sight: Sight, ctx: Ctx) {
    this.#plan = plan;
    this.#sight = sight;
    this.#ctx = ctx;
  }

  /** What a RUN of a stage will start from, on a platform. */
  before(run: RunPlan, stage: PlannedStage, platform: Platform): Outlook {
    const known = once(() => this.#before(stage, stage.steps.indexOf(run)));
    return {
      platform,
      tree: () => unlessAway(async () => (await known()).tree),
      unclear: async () => (await unlessAway(async () => (await known()).unclear)) ?? [],
    };
  }

  async #before(stage: PlannedStage, index: number): Promise<Known> {
    const step = stage.steps[index - 1];
    if (step === undefined) return this.#base(stage);
    const make = this.#after.get(step) ?? once(async () => this.#apply(step, await this.#before(stage, index - 1)));
    this.#after.set(step, make);
    return make();
  }

  async #base({ base }: PlannedStage): Promise<Known> {
    if (base.kind === "stage") return this.#end(base.index);
    return { tree: base.kind === "image" ? await this.#imageTree(base.image) : emptyTree, unclear: [] };
  }

  #end(index: number): Promise<Known> {
    const stage = this.#plan.stages.find((one) => one.index === index)!;
    return this.#before(stage, stage.steps.length);
  }

  async #imageTree({ layers }: Image): Promise<Filesystem> {
    const { store, fetches } = this.#sight;
    const have = async (layer: Image["layers"][number]) => {
      if (!fetches && !(await store.layers.has(layer.diffId))) throw new NotHere();
      await store.ensureLayer(layer, this.#ctx);
    };
    await Promise.all(layers.map(have));
    return store.layers.tree(layers.map(({ diffId }) => diffId));
  }

  async #apply(step: Step, known: Known): Promise<Known> {
    if (step.verb === "workdir") return known;
    if (step.verb === "run") return withUnclear(known, [unclearRun(step)]);
    const copy = { where: step.where, below: cleaned(step.destination), text: "" };
    try {
      const { tree, unclear } = await this.#source(step);
      const { where, destination } = step;
      const placing = new Placing({ to: known.tree, destination, now: 0, where }, undefined);
      const found = foundIn(tree, step);
      for (const source of found) placing.place(source);
      const isUnclear = unclear.length > 0 || mayUnpack(step, found) || step.sources.some(({ remote }) => remote);
      return withUnclear({ ...known, tree: placing.tree }, isUnclear ? [copy] : []);
    } catch (error) {
      if (!(error instanceof DjibError) || this.#ctx.signal.aborted) throw error;
      // What is not there yet is made by a RUN, or missing when it comes to it.
      return withUnclear(known, [copy]);
    }
  }

  async #source({ from }: CopyPlan): Promise<Known> {
    if (from.kind === "stage") return this.#end(from.index);
    if (from.kind === "scratch") return { tree: emptyTree, unclear: [] };
    if (from.kind === "context") return { tree: await this.#sight.context(from.name), unclear: [] };
    return { tree: await this.#imageTree(await this.#sight.image(from, from.platform, from.where)), unclear: [] };
  }
}

async function unlessAway<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof NotHere) return undefined;
    throw error;
  }
}

const withUnclear = ({ tree, unclear }: Known, more: readonly Unclear[]): Known => ({
  tree,
  unclear: [...unclear, ...more],
});

/** Its text without the shell that reads it. */
function unclearRun({ where, args, scripts }: RunPlan): Unclear {
  const isShell = /(^|\/)(ba|da|a)?sh$/.test(args[0] ?? "");
  const text = [...(isShell ? args.slice(-1) : args), ...scripts.map(({ content }) => content)].join(" ");
  return { where, below: root, text };
}

/** What a COPY takes from a tree, and the files that are written in the Dockerfile. */
function foundIn(tree: Filesystem, step: CopyPlan): readonly FoundSource[] {
  const origin = { tree, name: "" };
  const named = step.sources.flatMap(({ remote, ...source }) =>
    remote === undefined ? findSelected(origin, source, step) : [],
  );
  const inline = step.inline.map(({ name, content }) => {
    const own = { tree: inlineTree(name, content, 0), name: "" };
    return findSource(own, { text: name, where: step.where }, own.tree.list(root)[0]!);
  });
  return [...named, ...inline];
}

/** ADD unpacks files that are archives. */
const mayUnpack = ({ verb, unpack }: CopyPlan, found: readonly FoundSource[]): boolean =>
  (unpack ?? verb === "add") && found.some(({ stat }) => stat.type === "file");
