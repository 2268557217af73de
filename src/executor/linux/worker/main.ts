/** Entry of the process that mounts, unpacks and runs: everything it mounts dies with it. */
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { adopt, stamp } from "./adopt.ts";
import { CommandFailed, command } from "./command.ts";
import { closeInherited } from "./inherited.ts";
import { pruneCaches } from "./mounts/cache.ts";
import type { Job, Message } from "./protocol.ts";
import { type Run, run } from "./run.ts";
import { unpack } from "./unpack.ts";

const tell = (message: Message): void => void writeSync(3, `${JSON.stringify(message)}\n`);

let last: Run | undefined;

async function perform(job: Job): Promise<void> {
  switch (job.job) {
    case "unpack":
      return unpack(job.layers);
    case "run":
      last = await run(job, tell);
      return;
    case "stamp":
      return stamp(job.files, last!.tree.source);
    case "adopt":
      return adopt(job.target, last!);
    case "prune":
      return pruneCaches(job.slots);
    case "remove":
      return command(["rm", "-rf", "--", ...job.paths], "/");
  }
}

function failed(error: unknown): void {
  const { what, said } =
    error instanceof CommandFailed
      ? error
      : { what: "sandbox", said: error instanceof Error ? error.message : String(error) };
  tell({ type: "error", what, said });
}

process.umask(0o022);
closeInherited(4);
tell({ type: "ready" });
let working = Promise.resolve();
createInterface({ input: process.stdin })
  .on("line", (line) => {
    working = working.then(() => perform(JSON.parse(line) as Job)).then(() => tell({ type: "done" }), failed);
  })
  .on("close", () => void working.then(() => last?.cleanUp()).finally(() => process.exit(0)));
