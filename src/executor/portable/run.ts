import { join } from "node:path";
import type { Ctx } from "../../ctx.ts";
import { Refusal } from "../../userland/kernel/refusal.ts";
import { Spill } from "../../userland/kernel/spill.ts";
import { cancelled } from "../cancelled.ts";
import type { RunChanges, RunOutput, RunStep, Snapshot } from "../executor.ts";
import { adviseExit } from "../exit-status.ts";
import { keepFailed } from "../failed-tree.ts";
import { runFailed, shownLines } from "../failed.ts";
import { LastLines } from "../last-lines.ts";
import { type Box, openBox } from "./box.ts";
import { changesOn } from "./changes.ts";
import { command } from "./command.ts";
import { nothing, outputPipe } from "./output.ts";
import { refusedRun } from "./refused.ts";
import type { Workshop } from "./workshop.ts";

export async function runStep(
  workshop: Workshop,
  step: RunStep,
  base: Snapshot,
  output: RunOutput,
  ctx: Ctx,
): Promise<RunChanges> {
  const scratch = await workshop.store.scratch();
  const spill = new Spill(join(scratch.path, "spill"));
  const release = async () => {
    spill[Symbol.dispose]();
    await scratch[Symbol.asyncDispose]();
  };
  try {
    const box = await openBox(step, base, { workshop, spill, ctx });
    await performed(box, step, base, { workshop, output });
    const changes = changesOn(box.disk);
    return { entries: () => changes.entries(), [Symbol.asyncDispose]: release };
  } catch (error) {
    await release();
    if (ctx.signal.aborted) throw cancelled(ctx);
    if (error instanceof Refusal) throw refusedRun(step, error);
    throw error;
  }
}

interface Around {
  readonly workshop: Workshop;
  readonly output: RunOutput;
}

/** Runs the command to its end. Rejects with `run/failed` where that is not 0; what it left is then in the store. */
async function performed(box: Box, step: RunStep, base: Snapshot, { workshop, output }: Around): Promise<void> {
  const last = new LastLines(shownLines);
  const pipe = (write: (text: string) => void) => outputPipe((text) => (last.add(text), write(text)));
  const [stdout, stderr] = [pipe(output.stdout), pipe(output.stderr)];
  const descriptors = new Map([
    [0, nothing()],
    [1, stdout],
    [2, stderr],
  ]);
  try {
    const { status, said } = await command(box.kernel, { ...box.first, descriptors });
    stdout.end();
    stderr.end();
    if (status === 0) return;
    const detail = said === undefined ? last.lines : [...last.lines, said];
    await box.close();
    const { id } = await keepFailed(workshop.store, step, base, changesOn(box.disk));
    const help = `${adviseExit(status, null)}; \`djib debug ${id}\` opens a shell in the tree that it left`;
    throw runFailed(step, { status, signal: null }, detail, help);
  } finally {
    await box.close();
  }
}
