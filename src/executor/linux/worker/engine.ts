import { spawn } from "node:child_process";
import { chownSync, closeSync, constants, linkSync, openSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { cleanEnvironment, command } from "./command.ts";
import { endProcesses } from "./end-processes.ts";
import type { RunJob } from "./protocol.ts";

export interface Exit {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Runs the engine to its end. Output goes through named pipes that belong to the RUN's user, not
 * through the sockets Node makes: `tee /dev/stderr` opens them anew, which a socket refuses.
 */
export async function runEngine(job: RunJob): Promise<Exit> {
  await command(["mkfifo", "-m", "600", "stdout", "stderr"], job.work);
  const [out, err] = [pipe(join(job.work, "stdout"), job), pipe(join(job.work, "stderr"), job)];
  // The parent waits for the ends. Node leaves these two open where they are piped to.
  out.reader.on("end", () => process.stdout.end()).pipe(process.stdout);
  err.reader.on("end", () => process.stderr.end()).pipe(process.stderr);
  if (job.tree.type === "copy") showPipes(job.work);
  const descriptors = job.descriptors.map(({ name, flags }) => openSync(join(job.work, name), flags));
  const exit = new Promise<Exit>((resolve, reject) => {
    const child = spawn(job.argv[0]!, job.argv.slice(1), {
      cwd: job.work,
      env: cleanEnvironment,
      stdio: ["ignore", out.writer, err.writer, ...descriptors],
    });
    child.on("error", reject);
    child.on("close", (status, signal) => resolve({ status, signal }));
  });
  for (const fd of [out.writer, err.writer, ...descriptors]) closeSync(fd);
  return exit.finally(() => {
    endProcesses(join(job.work, "merged")); // or they would hold the pipes open
    return Promise.all([finished(out.reader), finished(err.reader)]);
  });
}

/** Without /proc the links of /dev lead nowhere; another name of the same pipe does. */
function showPipes(work: string): void {
  for (const name of ["stdout", "stderr"]) linkSync(join(work, name), join(work, "merged", "dev", name));
}

function pipe(path: string, { user }: RunJob): { readonly reader: Socket; readonly writer: number } {
  chownSync(path, user.uid, user.gid);
  const reader = new Socket({
    fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
    readable: true,
    writable: false,
  });
  return { reader, writer: openSync(path, constants.O_WRONLY) };
}
