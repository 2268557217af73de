import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "../../host.ts";
import { withFaults } from "./faults.ts";
import { type Layout, layoutOf } from "./layout.ts";
import type { Presence } from "./leases.ts";
import { blobsOfForms, type File, filesOf, layerOfStep, reachableFromTags } from "./reachable.ts";
import { type Session, sessionOf } from "./session.ts";
import type { Store } from "./store.ts";

export interface Collection {
  /** Files that were removed, and their bytes. */
  readonly removed: number;
  readonly freed: number;
  /** What kept the rest: a build that holds a lease, or another collection. Nothing is removed meanwhile. */
  readonly hindered?: "build" | "collection";
}

export interface Policy {
  /** Milliseconds since its last use from which on a cached step goes; at least a day. */
  readonly olderThan: number;
  /** Bytes of layers that cached steps may keep, the latest used first. Tagged images always stay. */
  readonly keepBytes?: number;
}

const day = 24 * 60 * 60 * 1000;

/**
 * Removes what no tag and no step in use leads to. Takes nothing younger than a day, so that
 * writers need no lock: what they have just written is safe. Before each file it looks for builds
 * that hold a lease, and stops for them; a build that comes waits until the list of what may go is
 * made, and then for one file at most. Collections exclude one another. Stopping anywhere leaves a
 * whole store. Throws `store/io` where the store cannot be read, having removed nothing.
 */
export async function collect(
  store: Pick<Store, "root" | "tags" | "images">,
  policy: Policy,
  host: Pick<Host, "now">,
): Promise<Collection> {
  const layout = layoutOf(store.root);
  await using session = sessionOf(layout);
  const presence = await session.presence();
  await presence.mark("collecting");
  const nothing = { removed: 0, freed: 0 };
  if ((await presence.others("collecting")).length > 0) return { ...nothing, hindered: "collection" };
  // From here on no build begins; one that runs may yet tag what looks unused now.
  if ((await presence.others("held")).length > 0) return { ...nothing, hindered: "build" };
  const garbage = await garbageOf(store, layout, session, { ...policy, now: host.now().getTime() });
  return removeAll(garbage, presence);
}

type Garbage = Pick<File, "path" | "size">;

async function removeAll(garbage: readonly Garbage[], presence: Presence): Promise<Collection> {
  let [removed, freed] = [0, 0];
  for (const { path, size } of garbage) {
    if ((await presence.others("held")).length > 0) return { removed, freed, hindered: "build" };
    await withFaults(path, () => rm(path, { recursive: true, force: true }));
    removed += 1;
    freed += size;
  }
  return { removed, freed };
}

/** In the order of removal: what leads to something goes before it. */
async function garbageOf(
  store: Pick<Store, "tags" | "images">,
  layout: Layout,
  session: Session,
  { now, olderThan, keepBytes = Number.POSITIVE_INFINITY }: Policy & { readonly now: number },
): Promise<readonly Garbage[]> {
  const marked = await reachableFromTags(store);
  const layers = await filesOf(layout, "layers");
  const sizes = new Map(layers.map(({ digest, size }) => [digest, size]));
  const old: Garbage[] = [];
  let budget = keepBytes;
  for (const step of (await filesOf(layout, "steps")).toSorted((a, b) => b.time - a.time)) {
    const layer = await layerOfStep(step.path);
    const cost = layer === undefined || marked.has(layer) ? 0 : (sizes.get(layer) ?? 0);
    const age = now - step.time;
    if (age < day || (age < olderThan && cost <= budget)) {
      budget -= cost;
      if (layer !== undefined) marked.add(layer);
    } else old.push(step);
  }
  for (const { digest } of layers)
    if (marked.has(digest)) for (const blob of await blobsOfForms(layout, session, digest)) marked.add(blob);
  const rest = [await filesOf(layout, "forms"), await filesOf(layout, "blobs"), layers, await filesOf(layout, "trees")];
  const unmarked = rest.flat().filter(({ digest, time }) => !marked.has(digest) && now - time >= day);
  return [...old, ...unmarked, ...(await putAside(layout, now))];
}

/** What failed verification more than a day ago. */
async function putAside({ corrupt }: Layout, now: number): Promise<readonly Garbage[]> {
  const files: Garbage[] = [];
  for (const name of await readdir(corrupt).catch(() => [])) {
    const path = join(corrupt, name);
    const { size, mtimeMs } = await stat(path);
    if (now - mtimeMs >= day) files.push({ path, size });
  }
  return files;
}
