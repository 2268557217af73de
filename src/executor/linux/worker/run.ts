import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { command } from "./command.ts";
import { copiedTree } from "./copied-tree.ts";
import { endProcesses } from "./end-processes.ts";
import { runEngine } from "./engine.ts";
import { writeFiles } from "./files.ts";
import { Mounts } from "./mounts/mounts.ts";
import { PlacedMounts } from "./mounts/placed.ts";
import { mountOverlay } from "./overlay.ts";
import type { Message, RunJob } from "./protocol.ts";
import { tarCreate } from "./tar-create.ts";
import type { Tree } from "./tree.ts";

type Tell = (message: Message) => void;

/** A RUN that ended, with all that it wrote. */
export interface Run {
  readonly tree: Tree;
  /** See `Besides`. */
  readonly strays: readonly string[];
  cleanUp(): Promise<void>;
}

/**
 * One RUN: makes its tree, runs the engine, sends what changed. When the parent closes standard
 * input, it ends everything at once. Cleans up itself only where it rejects.
 */
export async function run(job: RunJob, tell: Tell): Promise<Run> {
  let ending: NodeJS.Timeout | undefined;
  // Again and again: between two commands there may be none to end.
  const end = () => (ending = setInterval(() => endProcesses(join(job.work, "merged")), 10));
  process.stdin.once("end", end);
  const calm = () => {
    process.stdin.off("end", end);
    clearInterval(ending);
  };
  let tree: Tree | undefined;
  const mounts = new (job.tree.type === "overlay" ? Mounts : PlacedMounts)(job, () => ending !== undefined);
  const cleanUp = async () => {
    if (job.cgroup !== undefined) await removeCgroup(job.cgroup);
    // Never deletes through a mount: what is left is removed by a later worker.
    await mounts.release();
    await tree?.release();
    await command(["rm", "-rf", "--", job.work], "/");
  };
  try {
    await writeFiles(job);
    tree = await (job.tree.type === "overlay" ? mountOverlay(job, job.tree) : copiedTree(job, job.tree, mounts));
    for (const path of job.directories) mkdirSync(Buffer.from(join(tree.root, path), "latin1"), { recursive: true });
    if (job.tree.type === "overlay") await mounts.make(tree.root);
    for (const argv of job.setup) await command(argv, job.work);
    const { status, signal } = await runEngine(job);
    tell({ type: "exited", status, signal, log: status === 0 ? "" : logOf(job) });
    await mounts.ended();
    const strays = status === 0 ? await send(tree, tell) : [];
    endOfChanges();
    return { tree, strays, cleanUp };
  } catch (error) {
    calm();
    await cleanUp();
    throw error;
  } finally {
    calm();
  }
}

function logOf({ work, log }: RunJob): string {
  const file = log === undefined ? undefined : join(work, log);
  return file !== undefined && existsSync(file) ? readFileSync(file, "utf8").slice(-8192) : "";
}

/** GNU tar reads contents and extended attributes: Node cannot, and here the ids are the image's. */
async function send(tree: Tree, tell: Tell): Promise<readonly string[]> {
  const besides = { whiteouts: [], strays: [] };
  const names = chunks(tree.changes(besides));
  const first = await names.next();
  if (first.done !== true) await command(tarCreate, tree.source, prepended(first.value, names), 4);
  tell({ type: "whiteouts", paths: besides.whiteouts });
  return besides.strays;
}

/** Ending the socket tells the parent, even though others have the descriptor too. It stays taken. */
const endOfChanges = () => new Socket({ fd: 4, readable: true, writable: true, allowHalfOpen: true }).end();

async function* chunks(paths: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Buffer> {
  let text = "";
  for await (const path of paths) {
    text += `${path}\0`;
    if (text.length > 65_536) {
      yield Buffer.from(text, "latin1");
      text = "";
    }
  }
  if (text !== "") yield Buffer.from(text, "latin1");
}

async function* prepended<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

/**
 * Below the root of each hierarchy of version 1, or of version 2. Those that are not there are no
 * error. A killed process may be in its group for a moment yet.
 */
async function removeCgroup(name: string): Promise<void> {
  const root = "/sys/fs/cgroup";
  const left = ["", ...readdirSync(root)].map((place) => join(root, place, name)).filter((group) => existsSync(group));
  for (let tries = 0; left.length > 0 && tries < 200; tries++) {
    for (const group of left.splice(0)) if (!removed(group)) left.push(group);
    if (left.length > 0) await wait(10);
  }
}

function removed(group: string): boolean {
  try {
    rmdirSync(group);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "EBUSY";
  }
}
