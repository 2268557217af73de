import { chmodSync, copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, type BigIntStats } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { clearMountPoints } from "./clear-mount-points.ts";
import { command } from "./command.ts";
import { applyPatch } from "./apply-patch.ts";
import type { CopiedTree, RunJob } from "./protocol.ts";
import type { Besides, Tree } from "./tree.ts";
import { tarExtract } from "./unpack.ts";
import { placeIn } from "./place-in.ts";

const under = (path: string, name: string) => (path === "" ? name : `${path}/${name}`);

/** File systems stamp with the time of the last tick, 10 ms ago at most. */
const tickMs = 20;

/**
 * A tree of its own for where nothing can be mounted: unpacked, or the one that an earlier RUN left, with
 * what a sandbox would mount put in by copy. What changed is found by comparing two listings.
 */
export async function copiedTree(
  job: RunJob,
  tree: CopiedTree,
  mounts: { make(root: string): Promise<void> },
): Promise<Tree> {
  const root = join(job.work, "merged");
  // It may hold secrets.
  chmodSync(job.work, 0o700);
  if (tree.tar !== undefined) await unpackWhole(tree.tar, root);
  for (const patch of tree.patches) await applyPatch(patch, root);
  for (const { path, type } of job.mountPoints) {
    const place = placeIn(root, path);
    mkdirSync(type === "directory" ? place : dirname(place.toString("latin1")), { recursive: true });
  }
  await makeDevices(root);
  for (const { source, target } of tree.copies) {
    mkdirSync(join(root, dirname(target)), { recursive: true });
    copyFileSync(source, join(root, target));
  }
  await mounts.make(root);
  const ignored = new Set(job.mountPoints.map(({ path }) => path));
  const before = listing(root, ignored);
  await wait(tickMs);
  return {
    root,
    source: root,
    changes: (besides) => compare(root, before, ignored, besides),
    // What is there instead of the tree's own is still there.
    release: async () => job.mounts.length === 0 && clearMountPoints(root, job.mountPoints),
  };
}

async function unpackWhole(tar: string, root: string): Promise<void> {
  // A tree that cannot be brought up to date may lie there.
  await command(["rm", "-rf", "--", root], "/");
  mkdirSync(root);
  await command([...tarExtract, "--same-owner", "--file", tar], root);
}

async function makeDevices(root: string): Promise<void> {
  const devices = { null: 3, zero: 5, full: 7, random: 8, urandom: 9 };
  const places = [...Object.entries(devices).map(([name, minor]) => [name, 1, minor] as const), ["tty", 5, 0] as const];
  for (const [name, major, minor] of places) {
    const place = join(root, "dev", name);
    if (!existsSync(place)) await command(["mknod", "-m", "666", place, "c", String(major), String(minor)], "/");
  }
}

interface Before {
  readonly stat: BigIntStats;
  /** Names in a directory. */
  readonly names: readonly string[];
}

const lstat = (root: string, path: string) => lstatSync(placeIn(root, path), { bigint: true });
const list = (root: string, path: string) => readdirSync(placeIn(root, path), { encoding: "latin1" }).sort();

function listing(root: string, ignored: ReadonlySet<string>): Map<string, Before> {
  const found = new Map<string, Before>();
  const take = (path: string): void => {
    const stat = lstat(root, path);
    const names = stat.isDirectory() ? list(root, path).filter((name) => !ignored.has(under(path, name))) : [];
    found.set(path, { stat, names });
    for (const name of names) take(under(path, name));
  };
  take("");
  return found;
}

/** An inode that was touched in any way has another change time. */
const isSame = (a: BigIntStats, b: BigIntStats): boolean =>
  a.ino === b.ino && a.ctimeNs === b.ctimeNs && a.size === b.size && a.mode === b.mode;

/** Yields what is new or other, parents first, names in byte order; gathers what is gone. */
function* compare(
  root: string,
  before: ReadonlyMap<string, Before>,
  ignored: ReadonlySet<string>,
  { whiteouts, strays }: Besides,
): Generator<string> {
  const names = list(root, "").filter((name) => !ignored.has(name));
  yield* below("", names);

  function* below(path: string, names: readonly string[]): Generator<string> {
    for (const name of names) yield* entry(under(path, name));
    const left = new Set(names);
    for (const name of before.get(path)?.names ?? []) if (!left.has(name)) whiteouts.push(under(path, name));
  }

  function* entry(path: string): Generator<string> {
    const stat = lstat(root, path);
    if (stat.isSocket()) return void strays.push(path);
    const old = before.get(path);
    if (old === undefined || !isSame(old.stat, stat)) yield path;
    if (stat.isDirectory())
      yield* below(
        path,
        list(root, path).filter((name) => !ignored.has(under(path, name))),
      );
  }
}
