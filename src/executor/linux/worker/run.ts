import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command } from "./command.ts";
import { unpackTree } from "./copied-tree.ts";
import { endProcesses } from "./end-processes.ts";
import { runEngine } from "./engine.ts";
import { mountOverlay } from "./overlay.ts";
import type { Message, RunJob } from "./protocol.ts";
import type { Tree } from "./tree.ts";

type Tell = (message: Message) => void;

/**
 * One RUN: makes its tree, runs the engine, sends what changed, cleans up. When the parent closes
 * standard input, it ends everything at once and cleans up just so.
 */
export async function run(job: RunJob, tell: Tell): Promise<void> {
  let ending: NodeJS.Timeout | undefined;
  // Again and again: between two commands there may be none to end.
  process.stdin.on("end", () => (ending = setInterval(() => endProcesses(join(job.work, "merged")), 10)));
  process.stdin.resume();
  try {
    for (const { name, content, mode } of job.files) {
      writeFileSync(join(job.work, name), content);
      chmodSync(join(job.work, name), mode);
    }
    const tree = await (job.tree.type === "overlay" ? mountOverlay(job, job.tree) : unpackTree(job, job.tree));
    for (const path of job.directories) mkdirSync(Buffer.from(join(tree.root, path), "latin1"), { recursive: true });
    for (const argv of job.setup) await command(argv, job.work);
    const { status, signal } = await runEngine(job);
    tell({ type: "exited", status, signal, log: status === 0 ? "" : logOf(job) });
    if (status === 0) await send(tree, tell);
  } finally {
    clearInterval(ending);
    await cleanUp(job);
  }
}

function logOf({ work, log }: RunJob): string {
  const file = log === undefined ? undefined : join(work, log);
  return file !== undefined && existsSync(file) ? readFileSync(file, "utf8").slice(-8192) : "";
}

/** GNU tar reads contents and extended attributes: Node cannot, and here the ids are the image's. */
async function send(tree: Tree, tell: Tell): Promise<void> {
  const whiteouts: string[] = [];
  await command(tarCreate, tree.source, chunks(tree.changes(whiteouts)), 4);
  tell({ type: "whiteouts", paths: whiteouts });
}

const tarCreate = [
  ..."tar --create --file=- --format=posix --pax-option=delete=atime,delete=ctime".split(" "),
  ..."--xattrs --xattrs-include=* --xattrs-exclude=trusted.overlay.* --xattrs-exclude=user.overlay.*".split(" "),
  ..."--numeric-owner --no-recursion --null --verbatim-files-from --files-from=-".split(" "),
];

function* chunks(paths: Iterable<string>): Generator<Buffer> {
  let text = "";
  for (const path of paths) {
    text += `${path}\0`;
    if (text.length > 65_536) {
      yield Buffer.from(text, "latin1");
      text = "";
    }
  }
  yield Buffer.from(text, "latin1");
}

/** Never deletes through a mount: where unmounting fails, what is left is removed by a later worker. */
async function cleanUp({ work, cgroup }: RunJob): Promise<void> {
  if (cgroup !== undefined) removeCgroup(cgroup);
  const mounts = readFileSync("/proc/self/mounts", "latin1");
  for (const name of ["merged", "lower"]) {
    // Lazily: those who were just ended may hold it for a moment.
    if (mounts.includes(` ${work}/${name} `)) await command(["umount", "-n", "-l", "-R", name], work);
  }
  await command(["rm", "-rf", "--", work], "/");
}

/** Below the root of each hierarchy of version 1, or of version 2. Those that are not there are no error. */
function removeCgroup(name: string): void {
  const root = "/sys/fs/cgroup";
  for (const place of ["", ...readdirSync(root)])
    try {
      rmdirSync(join(root, place, name));
    } catch {
      // the engine removed it itself, or this is a file
    }
}
