import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import { Disk } from "../../userland/kernel/disk.ts";
import type { Kernel } from "../../userland/kernel/kernel.ts";
import { mountAt, type MountPoint } from "../../userland/kernel/mount-point.ts";
import type { Node } from "../../userland/kernel/node.ts";
import type { Spill } from "../../userland/kernel/spill.ts";
import { emptyDisk } from "../../userland/kernel/standard-mounts.ts";
import type { Mount, MountSource, Owned, RunStep } from "../executor.ts";
import { hostsFile, resolvConfFile } from "../mount-points.ts";
import type { Place } from "../places.ts";
import type { TakenCache } from "./caches.ts";
import { refusedRun } from "./refused.ts";

/** What mounting needs of a RUN. */
export interface Mounting {
  readonly kernel: Kernel;
  readonly spill: Spill;
  readonly step: RunStep;
  /** Takes a cache for as long as the RUN lasts. */
  readonly cache: (mount: Extract<Mount, { readonly type: "cache" }>) => Promise<TakenCache>;
}

interface Opened {
  readonly disk: Disk;
  readonly root: Node;
}

/** /etc/hosts, resolv.conf and the scripts of here-documents, as in Docker; never part of the changes. */
export async function mountFiles(mounting: Mounting): Promise<readonly MountPoint[]> {
  const { step } = mounting;
  const own = { uid: 0, gid: 0 };
  const files = [
    { at: "/etc/hosts", content: hostsFile(step.extraHosts), mode: 0o644 },
    { at: "/etc/resolv.conf", content: resolvConfFile(), mode: 0o644 },
    ...step.scripts.map(({ name, content }) => ({ at: latin1(`/dev/pipes/${name}`), content, mode: 0o755 })),
  ];
  const points: MountPoint[] = [];
  for (const { at, content, mode } of files) {
    const opened = await fileOf(Buffer.from(content), { ...own, mode }, mounting);
    points.push(mountAt(mounting.kernel, at, { ...opened, readOnly: true, kind: "files" }));
  }
  return points;
}

/** RUN --mount, in order: a later one may lie in an earlier one. Each is added to `points` as soon as it is there. */
export async function mountAll(places: readonly Place[], mounting: Mounting, points: MountPoint[]): Promise<void> {
  for (const { mount, stat } of places) {
    const readOnly = "readOnly" in mount ? mount.readOnly : mount.type === "secret";
    const opened = await open(mount, stat?.mode ?? 0o1777, mounting);
    points.push(mountAt(mounting.kernel, latin1(mount.target), { ...opened, readOnly, kind: "files" }));
  }
}

async function open(mount: Mount, mode: number, mounting: Mounting): Promise<Opened> {
  const { kernel, spill, step } = mounting;
  switch (mount.type) {
    case "bind":
      return sourceOf(mount.source, mounting);
    case "cache": {
      const { disk } = await mounting.cache(mount);
      const root = nodeAt(disk, latin1(`data/${mount.path}`));
      if (root === undefined)
        throw refusedRun(step, { word: mount.target, reason: `cannot show ${mount.path}: the cache has no such path` });
      return { disk, root };
    }
    case "tmpfs": {
      // runc's rule: a directory that is there lends its mode.
      const disk = emptyDisk(kernel, spill, mode, mount.size || undefined);
      return { disk, root: disk.root };
    }
    case "secret":
      return fileOf(mount.content, mount, mounting);
    case "ssh":
      throw refusedRun(step, {
        word: "--mount=type=ssh",
        reason: "needs a socket, which no emulated program speaks to",
      });
  }
}

async function fileOf(content: Uint8Array, { mode, uid, gid }: Owned, { kernel, spill }: Mounting): Promise<Opened> {
  const disk = emptyDisk(kernel, spill);
  const root = disk.make({ type: "file", mode, uid, gid });
  disk.attach(disk.root, "file", root);
  (await disk.writable(root, "keep")).write(0, content);
  return { disk, root };
}

async function sourceOf({ snapshot, path }: MountSource, { kernel, spill }: Mounting): Promise<Opened> {
  const tree: Filesystem = await snapshot.tree();
  const disk = new Disk(tree, { now: () => kernel.now(), spill });
  return { disk, root: nodeAt(disk, path)! };
}

/** What is at a path of a disk without symlinks on the way; undefined where nothing is. */
function nodeAt(disk: Disk, path: string): Node | undefined {
  let node: Node | undefined = disk.root;
  for (const name of path.split("/")) if (name !== "") node = node && disk.child(node, name);
  return node && disk.keep(node);
}

const latin1 = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
