import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Stat } from "../../oci/filesystem/filesystem.ts";
import type { CacheMount, Mount, MountSource } from "../executor.ts";
import type { Place } from "../places.ts";
import type { Store } from "../../oci/store/store.ts";
import type { Mode } from "./namespace.ts";
import type { Machine } from "./machine.ts";
import { overlayOptions } from "./snapshots.ts";
import { tarOf } from "./tar-of.ts";
import type { LayersJob, MountJob, RunJob, TarJob } from "./worker/protocol.ts";
import type { Worker } from "./worker-process.ts";

/** Places that the tree needs stubs at, as the sandbox's own. */
export const stubsOf = (places: readonly Place[]): RunJob["mountPoints"] =>
  places.flatMap(({ path, type, isNested }) => (path === undefined || isNested ? [] : [{ path, type }]));

/** What the worker mounts. Layers that are not unpacked yet are unpacked first. */
export async function mountJobs(
  places: readonly Place[],
  machine: Machine,
  scratch: string,
  worker: Worker,
): Promise<readonly MountJob[]> {
  const jobs: MountJob[] = [];
  const open: OpenSource = (source) =>
    machine.mode === "chroot"
      ? tarOf(source, join(scratch, `mount-${jobs.length}.tar`))
      : layersOf(source, machine, worker);
  for (const { mount, path, stat } of places) {
    const readOnly = "readOnly" in mount ? mount.readOnly : mount.type === "secret";
    jobs.push({ place: path, readOnly, what: await whatOf(mount, stat, machine, open) });
  }
  return jobs;
}

type OpenSource = (source: MountSource) => Promise<LayersJob | TarJob>;

async function whatOf(
  mount: Mount,
  stat: Stat | undefined,
  machine: Machine,
  open: OpenSource,
): Promise<MountJob["what"]> {
  const keepsOwners = machine.mode !== "single-uid";
  const owner = <Owned extends { readonly uid: number; readonly gid: number }>(owned: Owned): Owned =>
    keepsOwners ? owned : { ...owned, uid: 0, gid: 0 };
  switch (mount.type) {
    case "bind":
      return open(mount.source);
    case "cache": {
      const { sharing, renew, path } = mount;
      const base = mount.base && (await open(mount.base));
      const directory = cacheDirectory(mount, machine);
      return { type: "cache", directory, sharing, renew, owner: owner(mount.owner), base, path: latin1(path) };
    }
    case "tmpfs":
      // runc's rule: a directory that is there lends its mode.
      return { type: "tmpfs", size: mount.size, mode: stat?.mode ?? 0o1777 };
    case "secret": {
      const { mode, uid, gid, content } = mount;
      return { type: "secret", content: Buffer.from(content).toString("base64"), ...owner({ mode, uid, gid }) };
    }
    case "ssh": {
      const { mode, uid, gid, agent } = mount;
      return { type: "agent", socket: agent, ...owner({ mode, uid, gid }) };
    }
  }
}

const latin1 = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

async function layersOf(
  { snapshot, path }: MountSource,
  { snapshots, mode }: Machine,
  worker: Worker,
): Promise<LayersJob> {
  const lowers = await snapshots.ensure(snapshot.diffIds, worker);
  return { type: "layers", lowers, options: overlayOptions(mode), path };
}

/** Beside the snapshots: the end of a boot does not end them. */
export const cachesOf = (store: Store, mode: Mode): string => join(store.snapshots, "caches", mode);

/** The name holds nothing of the Dockerfile's. */
const cacheDirectory = ({ id }: CacheMount, { store, mode }: Machine): string =>
  join(cachesOf(store, mode), createHash("sha256").update(id).digest("hex"));
