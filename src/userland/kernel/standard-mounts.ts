import { treeBuilder } from "../../oci/filesystem/tree-builder.ts";
import type { ImagePath } from "../../oci/filesystem/path.ts";
import { furnishDev } from "./devices.ts";
import { Disk } from "./disk.ts";
import type { Kernel } from "./kernel.ts";
import { mountAt, type MountPoint } from "./mount-point.ts";
import type { Spill } from "./spill.ts";

/** A new disk with nothing but its root. `limit` as in `DiskOptions`. */
export function emptyDisk(kernel: Pick<Kernel, "now">, spill: Spill, mode = 0o755, limit?: number): Disk {
  const builder = treeBuilder();
  const now = kernel.now();
  builder.add("" as ImagePath, {
    ...{ type: "directory", mode, uid: 0, gid: 0, size: 0 },
    mtime: Number(now / 1_000_000_000n),
  });
  return new Disk(
    builder.build(() => []),
    { now: () => kernel.now(), spill, limit },
  );
}

/** Docker's: moby, daemon/config. */
const usualShmSize = 64 * 1024 * 1024;

/** /dev as a container has it, and /proc and /sys, of which only the descriptors of a process can be told. */
export function standardMounts(kernel: Kernel, spill: Spill, shmSize = usualShmSize): readonly MountPoint[] {
  const shm = emptyDisk(kernel, spill, 0o1777, shmSize);
  const dev = emptyDisk(kernel, spill);
  furnishDev(dev);
  const mount = (path: string, disk: Disk, kind: "files" | "kernel", readOnly: boolean) =>
    mountAt(kernel, path, { disk, root: disk.root, kind, readOnly });
  return [
    mount("/proc", emptyDisk(kernel, spill, 0o555), "kernel", false),
    mount("/sys", emptyDisk(kernel, spill, 0o555), "kernel", true),
    mount("/dev", dev, "files", false),
    mount("/dev/shm", shm, "files", false),
  ];
}
