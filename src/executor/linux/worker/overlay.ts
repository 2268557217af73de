import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { changes } from "./changes.ts";
import { command } from "./command.ts";
import { reallyChanged } from "./really-changed.ts";
import { mounted } from "./mounted.ts";
import type { OverlayTree, RunJob } from "./protocol.ts";
import type { Tree } from "./tree.ts";

/**
 * Mounts the layers of a RUN at `work/merged`, writable; and at `work/lower`, as they were, when it
 * is asked what changed. A bottom layer of empty stubs holds the places the sandbox mounts over, so
 * that making them never shows among the changes. Directories are named relative to the working
 * directory: the kernel takes one page of options, which 200 absolute paths would not fit in.
 */
export async function mountOverlay(job: RunJob, tree: OverlayTree): Promise<Tree> {
  const { work } = job;
  for (const name of ["upper", "index", "merged", "lower", "stubs", "empty", "none", "l"]) mkdirSync(join(work, name));
  makeStubs(join(work, "stubs"), job.mountPoints);
  tree.lowers.forEach((lower, i) => symlinkSync(lower, join(work, "l", String(i))));
  const layers = tree.lowers.map((_, i) => `l/${i}`).reverse();
  const views = { upper: join(work, "upper"), lower: join(work, "lower"), merged: join(work, "merged") };
  const mounts = new Set<string>();
  const mount = async (name: string, options: string) => {
    await command(["mount", "-n", "-t", "overlay", "overlay", "-o", `${options},${tree.options}`, name], work);
    mounts.add(name);
  };
  // The root of the merged tree shows the upper directory's own metadata, and a RUN cannot change the root's.
  const dress = () => likeRoot(tree.lowers.at(-1), views.upper);
  dress();
  await mount("merged", `lowerdir=${[...layers, "stubs"].join(":")},upperdir=upper,workdir=index`);
  return {
    root: views.merged,
    source: views.upper,
    async *changes(besides) {
      if (readdirSync(views.upper).length === 0) return;
      // Two empty ones, since an overlay without an upper directory wants at least two lower ones.
      await mount("lower", `ro,lowerdir=${[...layers, "empty", "none"].join(":")}`);
      const doubtful: string[] = [];
      yield* changes(views, new Set(job.mountPoints.map(({ path }) => path)), besides, doubtful);
      yield* await reallyChanged(doubtful, [views.upper, views.lower]);
    },
    async release() {
      if (mounts.size === 0) return true;
      const names = [...mounts];
      mounts.clear();
      try {
        await command(["umount", "-n", ...names], work);
        dress();
        return true;
      } catch {
        // Those who were just ended hold it for a moment.
        const left = new Set(mounted().map(({ path }) => path));
        await command(["umount", "-n", "-l", ...names.filter((name) => left.has(join(work, name)))], work);
        return false;
      }
    },
  };
}

function makeStubs(root: string, mountPoints: RunJob["mountPoints"]): void {
  for (const { path, type } of mountPoints) {
    const place = Buffer.from(join(root, path), "latin1");
    const parent = type === "directory" ? place : Buffer.from(dirname(join(root, path)), "latin1");
    mkdirSync(parent, { recursive: true });
    if (type === "file") writeFileSync(place, "");
  }
}

function likeRoot(top: string | undefined, upper: string): void {
  if (top === undefined) return chmodSync(upper, 0o755);
  const { mode, uid, gid, atime, mtime } = lstatSync(top);
  chownSync(upper, uid, gid);
  chmodSync(upper, mode & 0o7777);
  utimesSync(upper, atime, mtime);
}
