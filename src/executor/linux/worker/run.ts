import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { changes, type Views } from "./changes.ts";
import { command } from "./command.ts";
import { runEngine } from "./engine.ts";
import { mountOverlay } from "./overlay.ts";
import type { Message, RunJob } from "./protocol.ts";

type Tell = (message: Message) => void;

/**
 * One RUN: mounts its tree, runs the engine, sends what changed, cleans up. When the parent closes
 * standard input, it ends everything at once and cleans up just so.
 */
export async function run(job: RunJob, tell: Tell): Promise<void> {
  process.stdin.on("end", () => void cleanUp(job.work).finally(() => process.exit(1)));
  process.stdin.resume();
  try {
    if (job.tree.type === "copy") throw new Error("not yet");
    const views = await mountOverlay(job, job.tree);
    for (const path of job.directories) mkdirSync(Buffer.from(join(views.merged, path), "latin1"), { recursive: true });
    for (const { name, content, mode } of job.files) {
      writeFileSync(join(job.work, name), content);
      chmodSync(join(job.work, name), mode);
    }
    for (const argv of job.setup) await command(argv, job.work);
    const { status, signal } = await runEngine(job);
    endOthers();
    tell({ type: "exited", status, signal, log: status === 0 ? "" : logOf(job) });
    if (status === 0) await send(job, views, tell);
  } finally {
    await cleanUp(job.work);
  }
}

function logOf({ work, log }: RunJob): string {
  const file = log === undefined ? undefined : join(work, log);
  return file !== undefined && existsSync(file) ? readFileSync(file, "utf8").slice(-8192) : "";
}

/** GNU tar reads contents and extended attributes: Node cannot, and here the ids are the image's. */
async function send(job: RunJob, views: Views, tell: Tell): Promise<void> {
  const whiteouts: string[] = [];
  const ignored = new Set(job.mountPoints.map(({ path }) => path));
  const paths = changes(views, ignored, whiteouts);
  await command([...tarCreate], views.upper, chunks(paths), 4);
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

/** As the first process of its namespace the worker may end all others there and nothing else. */
function endOthers(): void {
  if (process.pid !== 1) return;
  try {
    process.kill(-1, "SIGKILL");
  } catch {
    // nobody left
  }
}

let cleaned: Promise<void> | undefined;

/** Never deletes through a mount that is still there: what is left is removed by a later worker. */
function cleanUp(work: string): Promise<void> {
  cleaned ??= (async () => {
    endOthers();
    await command(["umount", "-R", "merged"], work);
    await command(["umount", "lower"], work);
    await command(["rm", "-rf", "--", work], "/");
  })().catch(() => undefined);
  return cleaned;
}
