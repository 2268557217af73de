import type { Ctx } from "../../ctx.ts";
import type { Location } from "../../errors.ts";
import type { Snapshot } from "../../executor/executor.ts";
import type { Digest } from "../../oci/digest.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import type { Image } from "../../oci/image/image.ts";
import type { SealedLayer } from "../../oci/layer/sealed.ts";
import type { Platform } from "../../oci/platform.ts";
import type { Store } from "../../oci/store/store.ts";
import type { OpenContext } from "../contexts.ts";
import type { ImageName } from "../plan/named-contexts.ts";
import { emptyTree } from "../steps/inline.ts";
import type { TimePolicy } from "../times/policy.ts";
import type { Aftermath } from "../aftermath.ts";
import type { StepCache } from "../cache/step-cache.ts";
import type { Given } from "../given.ts";
import type { Remotes } from "../../sources/remotes.ts";
import { type Chain, diffIdsOf } from "./chain.ts";
import type { Chosen } from "../preflight/choose-executor.ts";

/** What the steps of a build share. Everything costly is asked for by a function and made once. */
export interface World {
  readonly ctx: Ctx;
  readonly store: Store;
  readonly times: TimePolicy;
  /** Results of earlier builds. */
  readonly cache: StepCache;
  readonly aftermath: Aftermath;
  readonly given: Given;
  /** Files and repositories of the network. */
  readonly remotes: Remotes;
  /** Whether results of earlier builds are left alone. */
  readonly noCache: boolean;
  /** Caches of RUNs that were begun anew in this build. */
  readonly renewed: Set<string>;
  readonly context: OpenContext;
  /** undefined where the plan has no RUN. */
  readonly executor: Chosen | undefined;
  /** What steps of this build are making, by their keys: another platform's that is the same waits for it. */
  readonly underWay: Map<Digest, Promise<SealedLayer>>;
  /** `where` is the line that names it. */
  image(name: ImageName, platform: Platform, where: Location): Promise<Image>;
  /** The end of another stage. */
  stage(index: number): Promise<Chain>;
  /** Resolves to true when the first of another stage's steps is performed; never where all are found. */
  performing(index: number): Promise<true>;
  stageName(index: number): string;
}

/** The second a step begins in: whatever has this time or a later one was made by it. */
export const startOf = ({ ctx }: World): number => Math.floor(ctx.host.now().getTime() / 1000);

/** The merged tree of a chain; layers that are still in a registry are fetched first. */
export async function treeOf(chain: Chain, world: World): Promise<Filesystem> {
  await fetched(chain, world);
  const diffIds = diffIdsOf(chain);
  return diffIds.length === 0 ? emptyTree : world.store.layers.tree(diffIds);
}

/** The same as what an executor starts from. */
export async function snapshotOf(chain: Chain, platform: Platform, world: World): Promise<Snapshot> {
  await fetched(chain, world);
  return { platform, diffIds: diffIdsOf(chain), tree: () => treeOf(chain, world) };
}

async function fetched(chain: Chain, world: World): Promise<void> {
  await Promise.all([fetchBase(chain, world), world.cache.ensure(chain.own, world.ctx)]);
}

/** Brings what a base image brought into the store. */
export async function fetchBase({ base }: Chain, { store, ctx }: World): Promise<void> {
  await Promise.all(base.map((layer) => store.ensureLayer(layer, ctx)));
}
