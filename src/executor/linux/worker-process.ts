import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import type { Ctx } from "../../ctx.ts";
import { cancelled } from "../cancelled.ts";
import { problem } from "./errors.ts";
import { type Failure, mapIds } from "./map-ids.ts";
import { enter, type Mode } from "./namespace.ts";
import { cleanEnvironment } from "./worker/command.ts";
import type { Job, Message } from "./worker/protocol.ts";

/** In the bundle too: scripts/build gives the worker a file beside the chunks and puts its name here. */
const workerFile = fileURLToPath(new URL("./worker/main.ts", import.meta.url));

/** How long a worker that was told to stop may take to clean up before it is killed. */
const graceMs = 3000;

/** What comes of a RUN besides messages. Each stream ends before the job counts as done. */
export interface Streams {
  readonly stdout: (stream: Readable) => void;
  readonly stderr: (stream: Readable) => void;
  /** The tar of the changes. What this returns is waited for. */
  readonly changes: (stream: Readable) => Promise<void>;
}

/** A process of its own inside the namespaces of a mode. Disposing resolves when it is gone. */
export interface Worker extends AsyncDisposable {
  /**
   * Performs one job after another; one RUN at most. Rejects with `run/sandbox`, or when the signal
   * aborts with `run/cancelled`, after the process is gone.
   */
  perform(job: Job, told?: (message: Message) => void, streams?: Streams): Promise<void>;
}

/** Begins to start one; the first job waits for it. */
export function startWorker(mode: Mode, ctx: Ctx): Worker {
  if (ctx.signal.aborted) throw cancelled(ctx);
  const [program, ...args] = enter(mode, [...ctx.host.system.node, workerFile]);
  const child = ctx.host.spawn(program!, args, {
    stdio: ["pipe", "pipe", "pipe", "pipe", "pipe"],
    env: cleanEnvironment,
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let broken: Failure | undefined;
  let said = "";
  child.on("error", (error) => (broken = { what: child.spawnfile, said: error.message }));
  child.stdin!.on("error", () => undefined);
  child.stderr!.on("data", (chunk: Buffer | string) => (said = (said + chunk).slice(-2000)));
  const stop = () => end(child);
  ctx.signal.addEventListener("abort", stop, { once: true });
  const messages = messagesOf(child);
  const ready = begin(child, messages, ctx);
  ready.catch(() => undefined);

  const finish = async () => {
    end(child);
    for (const stream of [child.stdout, child.stdio[4] as Readable]) stream!.resume();
    await ended;
    ctx.signal.removeEventListener("abort", stop);
  };
  const perform: Worker["perform"] = async (job, told, streams) => {
    try {
      const streamed = streams === undefined ? Promise.resolve() : attach(child, streams);
      const asked = ready.then((failure) => failure ?? ask(child, messages, job, told));
      // A stream that breaks (a full disk) would leave the worker waiting for ever.
      const failure = await Promise.race([asked, streamed.then(() => asked)]);
      if (failure !== undefined) {
        await finish();
        const { what, said: why } = broken ?? failure;
        throw sandboxProblem(what, why || said);
      }
      await streamed;
      if (ctx.signal.aborted) throw cancelled(ctx);
    } catch (error) {
      await finish();
      throw ctx.signal.aborted ? cancelled(ctx) : error;
    }
  };
  return { perform, [Symbol.asyncDispose]: finish };
}

type Messages = AsyncIterator<Message, undefined>;

async function* messagesOf(child: ChildProcess): AsyncGenerator<Message, undefined> {
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) yield JSON.parse(line) as Message;
  return undefined;
}

const gone: Failure = { what: "worker", said: "" };

/** Until the worker takes jobs. */
async function begin(child: ChildProcess, messages: Messages, ctx: Ctx): Promise<Failure | undefined> {
  for (;;) {
    const { value, done } = await messages.next();
    if (done === true) return gone;
    if (value.type === "ready") return undefined;
    const failure = await mapIds(child, ctx);
    if (failure !== undefined) return failure;
    child.stdin!.write("\n");
  }
}

async function ask(
  child: ChildProcess,
  messages: Messages,
  job: Job,
  told?: (message: Message) => void,
): Promise<Failure | undefined> {
  child.stdin!.write(`${JSON.stringify(job)}\n`);
  for (;;) {
    const { value, done } = await messages.next();
    if (done === true) return gone;
    if (value.type === "done") return undefined;
    if (value.type === "error") return value;
    told?.(value);
  }
}

async function attach(child: ChildProcess, { stdout, stderr, changes }: Streams): Promise<void> {
  const printed = [child.stdout!, child.stderr!].map((stream) => finished(stream, { writable: false }));
  stdout(child.stdout!);
  stderr(child.stderr!);
  await Promise.all([...printed, changes(child.stdio[4] as Readable)]);
}

const ending = new WeakSet<ChildProcess>();

/** Asks a worker to stop by closing its standard input; kills it when it does not. */
function end(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined || ending.has(child)) return;
  ending.add(child);
  child.stdin!.end();
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  child.once("close", () => clearTimeout(timer));
}

function sandboxProblem(what: string, said: string) {
  return problem("run/sandbox", `the sandbox failed: ${what}`, {
    detail: said.split("\n").filter((line) => line !== ""),
  });
}
