import { DjibError, type Location } from "../errors.ts";
import type { Filesystem, Stat } from "../oci/filesystem/filesystem.ts";
import { type ImagePath, imagePath } from "../oci/filesystem/path.ts";
import { resolvePath } from "../oci/filesystem/resolve.ts";
import { problem } from "./errors.ts";
import type { Mount } from "./executor.ts";

/** Where a mount goes. */
export interface Place {
  readonly mount: Mount;
  /** undefined over the sandbox's own /dev. */
  readonly path: ImagePath | undefined;
  readonly type: "file" | "directory";
  /** In an earlier mount; the tree itself has no part in it. */
  readonly isNested: boolean;
  /** What the tree has there. */
  readonly stat: Stat | undefined;
}

/**
 * Finds the places of mounts in a tree, beneath its root and as each finds those before it. Without a /dev
 * of the sandbox's own that of the tree is a directory like any other. Throws `run/hostile-mount-point`.
 */
export function placesOf(
  mounts: readonly Mount[],
  tree: Filesystem,
  where: Location,
  { ownDevices }: { readonly ownDevices: boolean },
): readonly Place[] {
  const places: Place[] = [];
  const around = (path: string) => places.findLast((place) => place.path === path || path.startsWith(`${place.path}/`));
  // What is mounted hides what was there; how it goes on inside is found when it is mounted.
  const view = {
    lstat: (path: ImagePath): Stat | undefined => {
      const mounted = around(path);
      if (mounted === undefined || mounted.type === "file") return tree.lstat(path);
      return mounted.path === path ? tree.lstat("" as ImagePath) : undefined;
    },
  };
  for (const mount of mounts) {
    const type = typeOf(mount);
    if (mount.target.startsWith("/dev/")) {
      const path = ownDevices ? undefined : imagePath(mount.target);
      places.push({ mount, path, type, isNested: true, stat: undefined });
      continue;
    }
    const { path, stat } = resolved(view, mount.target, where);
    const outer = around(path);
    const isNested = outer !== undefined && outer.path !== path;
    if (stat !== undefined && outer === undefined && (stat.type === "directory") !== (type === "directory"))
      throw hostile(mount.target, `is a ${stat.type} in the image, and a ${type} is mounted`, where);
    places.push({ mount, path, type, isNested, stat });
  }
  return places;
}

function resolved(view: Pick<Filesystem, "lstat">, target: string, where: Location) {
  try {
    const found = resolvePath(view, Buffer.from(target, "utf8").toString("latin1"));
    if (!/^((proc|sys|dev)(\/|$)|$)/.test(found.path)) return found;
    throw hostile(target, `leads to /${found.path} in the image`, where);
  } catch (error) {
    if (error instanceof DjibError && error.code.startsWith("filesystem/")) throw hostile(target, error.message, where);
    throw error;
  }
}

const hostile = (target: string, what: string, where: Location) =>
  problem("run/hostile-mount-point", `nothing can be mounted at ${target}: it ${what}`, {
    where,
    help: "choose another target, or mend the image in a RUN before",
  });

function typeOf(mount: Mount): "file" | "directory" {
  if (mount.type === "bind") return mount.source.type;
  if (mount.type === "cache") return mount.base?.type ?? "directory";
  return mount.type === "tmpfs" ? "directory" : "file";
}
