import { signals } from "../../kernel/signals.ts";
import type { Child } from "../../kernel/process.ts";
import type { Shell } from "../shell.ts";
import { signalWords } from "../state/signal-words.ts";

/** The status of the last of them, once all have ended; says which signal ended one (dash: waitforjob()). */
export async function waitFor(shell: Shell, children: readonly Child[]): Promise<number> {
  let status = 0;
  for (const child of children) {
    status = await child.ended;
    const { killedBy } = child;
    if (killedBy === undefined || killedBy === signals.INT || killedBy === signals.PIPE) continue;
    await shell.proc.err(`${signalWords(killedBy)}\n`);
  }
  shell.jobs.reap();
  return status;
}
