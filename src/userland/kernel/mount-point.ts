import { root as rootOf } from "./credentials.ts";
import type { Kernel } from "./kernel.ts";
import type { Mount } from "./mounts.ts";
import type { Node } from "./node.ts";
import { Paths } from "./paths.ts";

/** Where something is mounted, and how to take away what had to be made for it. */
export interface MountPoint {
  readonly node: Node;
  /** Removes what was made and still is as it was made; the time of the parent is what it was. */
  undo(): void;
}

/**
 * The node at a path of the kernel, made with its parents where it is missing (0755, root's): what a
 * mount covers. Symlinks are followed. Throws `SystemError`.
 */
export function mountPoint(kernel: Kernel, path: string, type: "file" | "directory"): MountPoint {
  const never = new AbortController().signal;
  const paths = new Paths(kernel.mounts, { cwd: "/", credentials: rootOf, signal: never });
  const undone: (() => void)[] = [];
  const made = (at: string, type: "file" | "directory"): Node => {
    const place = paths.walk(at, "follow");
    if (place.node !== undefined) return place.mount.disk.keep(place.node);
    const { parent, mount, name } = place;
    const { mtime, ctime } = parent;
    const node = paths.make(place, { type, mode: type === "directory" ? 0o755 : 0o644 }, at);
    const since = parent.mtime;
    undone.unshift(() => {
      // Whoever wrote to the parent since then gave it a time that stays.
      const times = parent.mtime === since ? { mtime, ctime } : { mtime: parent.mtime, ctime: parent.ctime };
      if (mount.disk.child(parent, name) === node && mount.disk.names(node).length === 0)
        mount.disk.detach(parent, name, node);
      Object.assign(parent, times);
    });
    return node;
  };
  const names = path.split("/").filter((name) => name !== "");
  for (let count = 1; count < names.length; count++) made(`/${names.slice(0, count).join("/")}`, "directory");
  return { node: made(path, type), undo: () => undone.forEach((one) => one()) };
}

/** Mounts something at a path of the kernel until `undo`. */
export function mountAt(kernel: Kernel, path: string, mount: Omit<Mount, "device">): MountPoint {
  const point = mountPoint(kernel, path, mount.root.type === "directory" ? "directory" : "file");
  kernel.mounts.add(point.node, mount);
  return point;
}
