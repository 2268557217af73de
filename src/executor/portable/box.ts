import type { Ctx } from "../../ctx.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { resolvePath } from "../../oci/filesystem/resolve.ts";
import { Disk } from "../../userland/kernel/disk.ts";
import { diskTree } from "../../userland/kernel/disk-tree.ts";
import { SystemError } from "../../userland/kernel/errno.ts";
import { type First, Kernel } from "../../userland/kernel/kernel.ts";
import { type MountPoint, mountPoint } from "../../userland/kernel/mount-point.ts";
import type { Spill } from "../../userland/kernel/spill.ts";
import { standardMounts } from "../../userland/kernel/standard-mounts.ts";
import { recogniser } from "../../userland/programs/recognise.ts";
import { environmentOf } from "../environment.ts";
import { problem } from "../errors.ts";
import type { CacheMount, RunStep, Snapshot } from "../executor.ts";
import { mountPoints } from "../mount-points.ts";
import { placesOf } from "../places.ts";
import { identify } from "../user.ts";
import type { TakenCache } from "./caches.ts";
import { machineOf } from "./machine.ts";
import { mountAll, mountFiles } from "./mounts.ts";
import type { Workshop } from "./workshop.ts";

/** The world of one RUN: a disk over its tree, and a kernel with everything mounted. */
export interface Box {
  readonly disk: Disk;
  readonly kernel: Kernel;
  /** What its command begins with, but for its descriptors. */
  readonly first: Omit<First, "descriptors">;
  /** Takes all mounts off, so that the disk holds what was written to the tree itself. Idempotent. */
  close(): Promise<void>;
}

interface Making {
  readonly workshop: Workshop;
  readonly spill: Spill;
  readonly ctx: Ctx;
}

/** Resolves all that a RUN names against its tree. Throws what the user must mend in the Dockerfile. */
export async function openBox(step: RunStep, base: Snapshot, { workshop, spill, ctx }: Making): Promise<Box> {
  const tree = await base.tree();
  mountPoints(tree, step.where);
  const places = placesOf(step.mounts, tree, step.where, { ownDevices: true });
  const { home, ...credentials } = await identify(step.user, tree, step.where);
  const machine = machineOf(step, base.platform, ctx);
  const now = () => machine.now();
  const disk = new Disk(tree, { now, spill });
  const programs = recogniser(diskTree(disk), workshop.sums);
  const kernel = new Kernel({ disk, machine, programs, signal: ctx.signal });
  makeDirectory(kernel, tree, step);
  const caches = new Map<string, TakenCache>();
  const cache = async (mount: CacheMount): Promise<TakenCache> => {
    // Within one RUN nobody waits for himself.
    const taken = caches.get(mount.id) ?? (await workshop.caches.take(mount, now, ctx.signal));
    caches.set(mount.id, taken);
    return taken;
  };
  const points: MountPoint[] = [...standardMounts(kernel, spill, step.shmSize)];
  const close = async () => {
    for (const point of points.splice(0).reverse()) point.undo();
    const held = [...caches.values()];
    caches.clear();
    for (const taken of held) await taken[Symbol.asyncDispose]();
    await machine[Symbol.asyncDispose]();
  };
  try {
    const mounting = { kernel, spill, step, cache };
    points.push(...(await mountFiles(mounting)));
    await mountAll(places, mounting, points);
  } catch (error) {
    await close();
    throw error;
  }
  const first = { args: step.args.map(latin1), env: variables(step, home), cwd: latin1(step.cwd || "/") };
  return { disk, kernel, close, first: { ...first, umask: 0o022, credentials } };
}

/** WORKDIR is root's where RUN finds it missing. */
function makeDirectory(kernel: Kernel, tree: Filesystem, { cwd, where }: RunStep): void {
  try {
    const { path, stat } = resolvePath(tree, latin1(cwd));
    if (stat === undefined && !/^(proc|sys|dev)(\/|$)/.test(path)) mountPoint(kernel, `/${path}`, "directory");
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw problem("run/unsupported", `the directory ${cwd} cannot be made: ${error.message}`, { where });
  }
}

/** Later ones win, a secret over all. */
function variables(step: RunStep, home: string): ReadonlyMap<string, string> {
  const written = environmentOf(step, home).map((pair) => {
    const at = pair.indexOf("=");
    return [latin1(pair.slice(0, at)), latin1(pair.slice(at + 1))] as const;
  });
  return new Map([...written, ...step.secretEnv.map(({ name, value }) => [latin1(name), latin1(value)] as const)]);
}

const latin1 = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
