import { chmodSync, chownSync, lstatSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { command } from "./command.ts";
import type { OverlayTree, RunJob } from "./protocol.ts";
import { changes } from "./changes.ts";
import type { Tree } from "./tree.ts";

/**
 * Mounts the layers of a RUN at `work/merged`, writable, and once more at `work/lower` as they
 * were. A bottom layer of empty stubs holds the places the sandbox mounts over, so that making
 * them never shows among the changes. Directories are named relative to the working directory:
 * the kernel takes one page of options, which 200 absolute paths would not fit in.
 */
export async function mountOverlay(job: RunJob, tree: OverlayTree): Promise<Tree> {
  const { work } = job;
  for (const name of ["upper", "index", "merged", "lower", "stubs", "empty", "none", "l"]) mkdirSync(join(work, name));
  makeStubs(join(work, "stubs"), job.mountPoints);
  tree.lowers.forEach((lower, i) => symlinkSync(lower, join(work, "l", String(i))));
  const layers = tree.lowers.map((_, i) => `l/${i}`).reverse();
  const top = tree.lowers.at(-1);
  if (top !== undefined) copyStat(top, join(work, "upper"));
  else chmodSync(join(work, "upper"), 0o755);
  const writable = `${tree.options},lowerdir=${[...layers, "stubs"].join(":")},upperdir=upper,workdir=index`;
  await command(["mount", "-n", "-t", "overlay", "overlay", "-o", writable, "merged"], work);
  // Two empty ones, since an overlay without an upper directory wants at least two lower ones.
  const before = `ro,${tree.options},lowerdir=${[...layers, "empty", "none"].join(":")}`;
  await command(["mount", "-n", "-t", "overlay", "overlay", "-o", before, "lower"], work);
  const views = { upper: join(work, "upper"), lower: join(work, "lower"), merged: join(work, "merged") };
  const ignored = new Set(job.mountPoints.map(({ path }) => path));
  return { root: views.merged, source: views.upper, changes: (whiteouts) => changes(views, ignored, whiteouts) };
}

function makeStubs(root: string, mountPoints: RunJob["mountPoints"]): void {
  for (const { path, type } of mountPoints) {
    const place = Buffer.from(join(root, path), "latin1");
    const parent = type === "directory" ? place : Buffer.from(dirname(join(root, path)), "latin1");
    mkdirSync(parent, { recursive: true });
    if (type === "file") writeFileSync(place, "");
  }
}

/** The root of the merged tree shows the upper directory's own metadata. */
function copyStat(from: string, to: string): void {
  const { mode, uid, gid, atimeMs, mtimeMs } = lstatSync(from);
  chownSync(to, uid, gid);
  chmodSync(to, mode & 0o7777);
  utimesSync(to, atimeMs / 1000, mtimeMs / 1000);
}
