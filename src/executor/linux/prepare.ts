import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { resolvePath } from "../../oci/filesystem/resolve.ts";
import { environmentOf } from "../environment.ts";
import type { RunStep } from "../executor.ts";
import { hostsFile, type MountPoints, mountPoints, resolvConfFile } from "../mount-points.ts";
import { type Place, placesOf } from "../places.ts";
import { identify } from "../user.ts";
import type { Box, Command } from "./engines/engine.ts";
import { problem } from "../errors.ts";
import { mountJobs, stubsOf } from "./mounts.ts";
import type { Ground, Machine } from "./machine.ts";
import { overlayOptions } from "./snapshots.ts";
import { writeTar } from "./tar-of.ts";
import { treePatches } from "./tree-patches.ts";
import type { RunJob } from "./worker/protocol.ts";
import type { Worker } from "./worker-process.ts";

/** A RUN as a worker's job, and how to understand the engine's end. */
export interface Prepared {
  readonly job: RunJob;
  readonly outcome: NonNullable<Command["outcome"]>;
}

/** Resolves all that a RUN names against its tree. Throws what the user must mend in the Dockerfile. */
export async function prepare(
  machine: Machine,
  step: RunStep,
  ground: Ground,
  scratch: string,
  worker: Worker,
): Promise<Prepared> {
  const points = mountPoints(ground.tree, step.where);
  const places = placesOf(step.mounts, ground.tree, step.where, { ownDevices: machine.mode !== "chroot" });
  const work = machine.snapshots.workDirectory(scratch);
  mkdirSync(work, { recursive: true });
  const box = await boxOf(machine, step, ground, binds(step, points, places, work), work);
  const refusal = machine.engine.refuses?.(box);
  if (refusal !== undefined) throw problem("run/unsupported", refusal, { where: step.where });
  const command = machine.engine.command(box);
  const job: RunJob = {
    job: "run",
    work,
    tree: await treeOf(machine, ground, box, scratch),
    files: [
      { name: "hosts", content: hostsFile(step.extraHosts), mode: 0o644 },
      { name: "resolv.conf", content: resolvConfFile(), mode: 0o644 },
      ...step.scripts.map(({ content }, i) => ({ name: `script-${i}`, content, mode: 0o755 })),
      ...(command.files ?? []),
    ],
    directories: missingDirectories(ground.tree, box.cwd),
    mountPoints: [...points.all, ...stubsOf(places)],
    mounts: await mountJobs(places, machine, scratch, worker),
    isSecret: step.secretEnv.length > 0,
    user: { uid: box.user.uid, gid: box.user.gid },
    setup: command.setup ?? [],
    argv: command.argv,
    descriptors: command.descriptors ?? [],
    ...(command.cgroup === undefined ? {} : { cgroup: command.cgroup }),
    ...(command.log === undefined ? {} : { log: command.log }),
  };
  return { job, outcome: command.outcome ?? ((status) => ({ status })) };
}

async function boxOf(machine: Machine, step: RunStep, ground: Ground, binds: Box["binds"], work: string): Promise<Box> {
  const { mode, facts } = machine;
  const user = await identify(step.user, ground.tree, step.where);
  if (mode === "single-uid" && (user.uid !== 0 || user.gid !== 0))
    throw problem("run/unsupported", `USER ${step.user} needs more than one user id, and this host grants one`, {
      where: step.where,
      help: "an administrator gives you a range in /etc/subuid and /etc/subgid",
    });
  return {
    id: `djib-${basename(work)}`,
    root: join(work, "merged"),
    args: step.args,
    env: environmentOf(step, user.home),
    secretEnv: step.secretEnv,
    cwd: step.cwd === "" ? "/" : step.cwd,
    // A namespace of one id may not set groups.
    user: mode === "single-uid" ? { ...user, groups: [] } : user,
    network: step.network,
    insecure: step.insecure,
    shmSize: step.shmSize,
    ulimits: step.ulimits,
    cgroupParent: step.cgroupParent,
    binds,
    architecture: ground.architecture,
    hasShell: hasShell(ground.tree),
    rootless: mode === "rootless" || mode === "single-uid",
    pretendOwners: mode === "single-uid",
    host: facts,
  };
}

/** Where overlays cannot be mounted, the tree is a copy: that of the RUN before, or unpacked from a tar of all layers in one. */
async function treeOf(machine: Machine, ground: Ground, box: Box, scratch: string): Promise<RunJob["tree"]> {
  const { mode, snapshots, store } = machine;
  if (mode !== "chroot") return { type: "overlay", lowers: ground.lowers, options: overlayOptions(mode) };
  const common = { type: "copy", copies: box.binds } as const;
  const have = await snapshots.take(ground.diffIds, box.root);
  const patches = have === 0 ? undefined : await treePatches(store, ground.diffIds, have);
  if (patches !== undefined) return { ...common, tar: undefined, patches };
  const tar = join(scratch, "tree.tar");
  await writeTar(ground.tree, tar);
  return { ...common, tar, patches: [] };
}

function missingDirectories(tree: Filesystem, cwd: string): readonly string[] {
  const { path, stat } = resolvePath(tree, Buffer.from(cwd, "utf8").toString("latin1"));
  return stat === undefined && !/^(proc|sys|dev)(\/|$)/.test(path) ? [path] : [];
}

/** What a RUN mounts itself hides the sandbox's own. */
function binds(step: RunStep, points: MountPoints, places: readonly Place[], work: string): Box["binds"] {
  const shown = (path: string) => `/${Buffer.from(path, "latin1").toString("utf8")}`;
  const isHidden = (path: string) => places.some((place) => place.path === path || path.startsWith(`${place.path}/`));
  const own = [
    { name: "hosts", path: points.hosts },
    { name: "resolv.conf", path: points.resolvConf },
  ].filter(({ path }) => !isHidden(path));
  return [
    ...own.map(({ name, path }) => ({ source: join(work, name), target: shown(path), readOnly: true })),
    ...step.scripts.map(({ name }, i) => ({
      source: join(work, `script-${i}`),
      target: `/dev/pipes/${name}`,
      readOnly: true,
    })),
    ...places.flatMap(({ mount, path }, i) =>
      path === undefined ? [{ source: join(work, "mounts", `${i}.stage`), target: mount.target, readOnly: false }] : [],
    ),
  ];
}

function hasShell(tree: Filesystem): boolean {
  const isFile = (path: string) => resolvePath(tree, path).stat?.type === "file";
  return isFile("bin/sh") && (isFile("usr/bin/env") || isFile("bin/env"));
}
