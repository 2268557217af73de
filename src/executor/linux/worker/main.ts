/** Entry of the process that mounts, unpacks and runs: everything it mounts dies with it. */
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { CommandFailed, command } from "./command.ts";
import { closeInherited } from "./inherited.ts";
import type { Job, Message } from "./protocol.ts";
import { run } from "./run.ts";
import { unpack } from "./unpack.ts";

const tell = (message: Message): void => void writeSync(3, `${JSON.stringify(message)}\n`);

async function perform(job: Job): Promise<void> {
  if (job.job === "run") return run(job, tell);
  if (job.job === "unpack") return unpack(job);
  await command(["rm", "-rf", "--", ...job.paths], "/");
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
const lines = createInterface({ input: process.stdin });
lines.once("line", (line) => {
  perform(JSON.parse(line) as Job)
    .then(() => tell({ type: "done" }), failed)
    .finally(() => process.exit(0));
});
