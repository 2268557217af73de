import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Ctx } from "../../ctx.ts";
import { DjibError } from "../../errors.ts";
import type { Digest } from "../../oci/digest.ts";
import type { Changeset } from "../../oci/layer/changeset.ts";
import { changesFromTar } from "../../oci/layer/changes-from-tar.ts";
import { architectureOf } from "../../oci/platform.ts";
import type { RunChanges, RunOutput, RunStep, Snapshot } from "../executor.ts";
import { runFailed, shownLines } from "../failed.ts";
import { LastLines } from "../last-lines.ts";
import { adopt } from "./adopt.ts";
import type { Engine, Outcome } from "./engines/engine.ts";
import { problem } from "./errors.ts";
import type { Ground, Machine } from "./machine.ts";
import { prepare } from "./prepare.ts";
import { withWhiteouts } from "./with-whiteouts.ts";
import type { Message } from "./worker/protocol.ts";
import type { Worker } from "./worker-process.ts";

export async function runStep(
  machine: Machine,
  step: RunStep,
  base: Snapshot,
  output: RunOutput,
  ctx: Ctx,
): Promise<RunChanges> {
  const { mode, store, snapshots, workers } = machine;
  const scratch = await store.scratch();
  // It starts while the tree is merged.
  const worker = workers.take(ctx);
  const release = async () => {
    await worker[Symbol.asyncDispose]();
    await scratch[Symbol.asyncDispose]();
  };
  const keep = (diffIds: readonly Digest[], changes: Changeset) =>
    snapshots.keep(diffIds, () => adopt(machine, worker, changes, diffIds).catch(letGo));
  try {
    const tree = await base.tree();
    await snapshots.sweep(scratch.path, worker, ctx);
    const lowers = mode === "chroot" ? [] : await snapshots.ensure(base.diffIds, worker);
    const ground = { tree, diffIds: base.diffIds, lowers, architecture: architectureOf(ctx.host.system.arch) };
    const changes = await runOver(machine, step, ground, output, scratch.path, worker);
    return {
      entries: () => changes.entries(),
      sealed: ({ diffId }) => keep([...base.diffIds, diffId], changes),
      [Symbol.asyncDispose]: async () => {
        await changes[Symbol.asyncDispose]();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** The same on layers that are already unpacked. What the changes hold lies in `scratch`, what the RUN wrote in `worker`. */
export async function runOver(
  machine: Machine,
  step: RunStep,
  ground: Ground,
  output: RunOutput,
  scratch: string,
  worker: Worker,
): Promise<Changeset> {
  const { job, outcome } = await prepare(machine, step, ground, scratch, worker);
  const last = new LastLines(shownLines);
  const pass = (write: (text: string) => void) => (stream: Readable) =>
    void stream.setEncoding("utf8").on("data", (text: string) => (last.add(text), write(text)));
  let exited: Extract<Message, { type: "exited" }> | undefined;
  let changes: Changeset | undefined;
  let whiteouts: readonly string[] = [];
  const told = (message: Message) => {
    if (message.type === "exited") exited = message;
    if (message.type === "whiteouts") whiteouts = message.paths;
  };
  await worker.perform(job, told, {
    stdout: pass(output.stdout),
    stderr: pass(output.stderr),
    changes: async (stream) => {
      changes = await changesFromTar(stream, join(scratch, "changes.tar"));
    },
  });
  const { status, signal, log } = exited!;
  if (status === 0) return withWhiteouts(changes!, whiteouts);
  await changes![Symbol.asyncDispose]();
  throw failed(step, machine.engine, outcome(status, log), signal, last.lines);
}

/** What the worker cannot keep is unpacked where it is wanted. */
function letGo(error: unknown): void {
  if (!(error instanceof DjibError && error.code === "run/sandbox")) throw error;
}

function failed(step: RunStep, engine: Engine, outcome: Outcome, signal: string | null, lines: readonly string[]) {
  const { said } = outcome;
  const detail = said === undefined || lines.some((line) => line.includes(said)) ? lines : [...lines, said];
  if (outcome.started === false)
    return problem("run/sandbox", `${engine.name} could not start the command`, { where: step.where, detail });
  return runFailed(step, { status: outcome.status, signal }, detail);
}
