import type { MountSource } from "../../executor/executor.ts";
import type { Digest } from "../../oci/digest.ts";
import { type ImagePath, imagePath } from "../../oci/filesystem/path.ts";
import type { Platform } from "../../oci/platform.ts";
import { once } from "../once.ts";
import type { BindPlan, CachePlan } from "../plan/mount.ts";
import { sourcesDigest } from "../steps/digest.ts";
import { emptyTree } from "../steps/inline.ts";
import { mergedEntries } from "../steps/merge.ts";
import { findSource, type FoundSource } from "../steps/sources.ts";
import { stampTimes } from "../times/times.ts";
import { stepKey } from "./keys.ts";
import { identityOfSource, openSource } from "./origins.ts";
import { snapshotOf, type World } from "./world.ts";

/** The files of a bind mount, or those that a cache begins with. */
export interface OpenedSource {
  /** What they are made of, known without their tree; undefined where only the content can tell. */
  identity(): Promise<readonly string[] | undefined>;
  /** Of just what is mounted, without times: the same that a COPY of it would have. */
  digest(): Promise<Digest>;
  /** Layers of the store that hold them. */
  open(): Promise<MountSource>;
}

/** undefined for an empty tree. */
export function openedSource(
  { from, source, where }: BindPlan | CachePlan,
  platform: Platform,
  world: World,
): OpenedSource | undefined {
  if (from.kind === "scratch") return undefined;
  const path = imagePath(source);
  const found = once(async (): Promise<FoundSource> => {
    const origin = await openSource(from, world);
    return { ...findSource(origin, { text: source, where }, path), name: "" };
  });
  const digest = once(async () => sourcesDigest([await found()]));
  return {
    identity: async () => {
      const identity = await identityOfSource(from, world);
      return identity && [...identity, path];
    },
    digest,
    open: async () => {
      const { at, stat } = await found();
      const type = stat.type === "directory" ? "directory" : "file";
      const chain =
        from.kind === "stage"
          ? await world.stage(from.index)
          : from.kind === "image"
            ? { base: (await world.image(from, from.platform, from.where)).layers, own: [] }
            : undefined;
      if (chain !== undefined) return { snapshot: await snapshotOf(chain, platform, world), path: at, type };
      return { snapshot: await sealed(await found(), await digest(), platform, world), path: name, type };
    },
  };
}

/** What a part of the context is called in its layer. */
const name = "source" as ImagePath;

/** A part of the context as a layer of the store, made once for one content. */
async function sealed({ tree, at, where }: FoundSource, content: Digest, platform: Platform, world: World) {
  const { store, times } = world;
  const key = stepKey({ verb: "mount", content, times });
  const record = await store.steps.get(key);
  if (record !== undefined && (await store.layers.has(record.layer.diffId)))
    return snapshotOf({ base: [], own: [{ ...record.layer, key }] }, platform, world);
  const metadata = ({ mode, uid, gid }: FoundSource["stat"]) => ({ mode, uid, gid });
  const graft = { kind: "tree", path: name, source: tree, at, metadata, replaces: false } as const;
  const changes = { entries: () => mergedEntries(emptyTree, [graft], where), async [Symbol.asyncDispose]() {} };
  const layer = await store.layers.seal(stampTimes(changes, times, { writtenSince: -Infinity, base: emptyTree }));
  await store.steps.put(key, { layer, createdBy: "RUN --mount=type=bind" });
  return snapshotOf({ base: [], own: [{ ...layer, key }] }, platform, world);
}
