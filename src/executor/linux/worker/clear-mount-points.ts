import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RunJob } from "./protocol.ts";

/**
 * Empties the places that a sandbox would have mounted over, so that the tree can serve another RUN.
 * False where one is not what it was: a RUN that puts a symlink there would have files of the host
 * removed, or written to by the next (CVE-2024-23652). Nothing of the RUN may be alive.
 */
export function clearMountPoints(root: string, points: RunJob["mountPoints"]): boolean {
  return points.every(({ path, type }) => {
    const parts = path.split("/");
    const directories = type === "directory" ? parts : parts.slice(0, -1);
    const isPlain = directories.every((_, at) => isDirectory(join(root, ...parts.slice(0, at + 1))));
    if (!isPlain) return false;
    const place = join(root, path);
    if (type === "file") rmSync(place, { force: true, recursive: true });
    else for (const name of readdirSync(place)) rmSync(join(place, name), { recursive: true, force: true });
    return true;
  });
}

const isDirectory = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
