import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Ctx } from "../../ctx.ts";
import { DjibError } from "../../errors.ts";
import type { Filesystem, Stat } from "../../oci/filesystem/filesystem.ts";
import { digestOf } from "../../oci/digest.ts";
import { type ImagePath, nameOf, parentOf } from "../../oci/filesystem/path.ts";
import { architectureOf } from "../../oci/platform.ts";
import type { RunStep } from "../executor.ts";
import { probeProgram } from "./probe-program.ts";
import type { Machine } from "./machine.ts";
import { runOver } from "./run.ts";
import { startWorker } from "./worker-process.ts";

const files = ["probe", "bin/sh", "usr/bin/env", "gone", "from"];
const directories = ["", "bin", "usr", "usr/bin"];

/**
 * Whether a machine's way of running works, tried by a whole RUN: a program removes, makes and
 * renames something in an overlay in the store's own directory, and the changes are read back.
 * Resolves with undefined, or with what went wrong.
 */
export async function probe(machine: Machine, ctx: Ctx): Promise<string | undefined> {
  const architecture = architectureOf(ctx.host.system.arch);
  const program = probeProgram(architecture);
  if (program === undefined) return `djib's linux executor is not made for ${architecture}`;
  try {
    await using scratch = await machine.store.scratch();
    const lower = join(scratch.path, "layer");
    for (const path of directories) mkdirSync(join(lower, path), { recursive: true });
    for (const path of files) writeFileSync(join(lower, path), program, { mode: 0o755 });
    const tree = probeTree(program);
    const output = { stdout: () => undefined, stderr: () => undefined };
    await using worker = startWorker(machine.mode, ctx);
    const ground = { tree, diffIds: [], lowers: [lower], architecture };
    await using changes = await runOver(machine, step, ground, output, scratch.path, worker);
    const seen: string[] = [];
    for await (const { type, path } of changes.entries()) if (path !== "") seen.push(`${type} ${path}`);
    const wanted = "whiteout from,whiteout gone,directory made,file to";
    return seen.join() === wanted ? undefined : `the changes read back were ${JSON.stringify(seen.join())}`;
  } catch (error) {
    if (!(error instanceof DjibError) || error.code === "run/cancelled") throw error;
    return [error.message, ...(error.details.detail ?? [])].join(": ");
  }
}

const step: RunStep = {
  args: ["/probe"],
  scripts: [],
  env: [],
  secretEnv: [],
  cwd: "/",
  user: "",
  network: "default",
  mounts: [],
  extraHosts: [],
  shmSize: undefined,
  ulimits: [],
  cgroupParent: undefined,
  insecure: false,
  where: { source: { name: "probe", text: "" }, line: 1, column: 1 },
};

/** The layer above as a tree. */
function probeTree(program: Buffer): Filesystem {
  const common = { mode: 0o755, uid: 0, gid: 0, mtime: 0, links: 1 };
  const digest = digestOf(program);
  const paths = [...directories, ...files];
  return {
    lstat: (path): Stat | undefined => {
      const inode = paths.indexOf(path);
      if (files.includes(path)) return { ...common, inode, type: "file", size: program.length, digest };
      return directories.includes(path) ? { ...common, inode, type: "directory", size: 0 } : undefined;
    },
    list: (path) =>
      paths
        .filter((one) => one !== "" && parentOf(one as ImagePath) === path)
        .map((one) => nameOf(one as ImagePath))
        .sort(),
    async *read() {
      yield program;
    },
  };
}
