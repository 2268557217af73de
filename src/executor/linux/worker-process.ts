import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Ctx } from "../../ctx.ts";
import { problem } from "./errors.ts";
import { enter, idMaps, type Mode } from "./namespace.ts";
import { cleanEnvironment } from "./worker/command.ts";
import type { Job, Message } from "./worker/protocol.ts";

/** In the bundle too: scripts/build gives the worker a file beside the chunks and puts its name here. */
const workerFile = fileURLToPath(new URL("./worker/main.ts", import.meta.url));

/** How long a worker that was told to stop may take to clean up before it is killed. */
const graceMs = 3000;

export interface Listener {
  readonly message?: (message: Message) => void;
  readonly stdout?: (stream: Readable) => void;
  readonly stderr?: (stream: Readable) => void;
  /** The tar of the changes. What this returns is waited for before the job counts as done. */
  readonly changes?: (stream: Readable) => Promise<void>;
}

/**
 * Performs one job in a process of its own, inside the namespaces of `mode`. Resolves when that
 * process is gone. When the signal aborts, rejects with `run/cancelled` after it is gone.
 */
export async function perform(job: Job, mode: Mode, listener: Listener, ctx: Ctx): Promise<void> {
  if (ctx.signal.aborted) throw cancelled(ctx);
  const [program, ...args] = enter(mode, [...ctx.host.system.node, workerFile]);
  const child = ctx.host.spawn(program!, args, {
    stdio: ["pipe", "pipe", "pipe", "pipe", "pipe"],
    env: cleanEnvironment,
    detached: true,
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.stdin!.on("error", () => undefined);
  const stop = () => end(child);
  ctx.signal.addEventListener("abort", stop, { once: true });
  try {
    const failure = converse(child, job, listener, ctx);
    const spooled = listener.changes?.(child.stdio[4] as Readable) ?? drain(child.stdio[4] as Readable);
    listener.stdout?.(child.stdout!);
    child.stdout!.resume();
    let said = "";
    listener.stderr?.(child.stderr!);
    child.stderr!.on("data", (chunk: Buffer | string) => (said = (said + chunk).slice(-2000)));
    const [error] = await Promise.all([failure, spooled, ended]);
    if (ctx.signal.aborted) throw cancelled(ctx);
    if (error !== undefined) throw sandboxProblem(error.what, error.said || said);
  } finally {
    end(child);
    await ended;
    ctx.signal.removeEventListener("abort", stop);
  }
}

/** Reads the worker's messages to their end; gives what went wrong, as the worker tells it. */
async function converse(child: ChildProcess, job: Job, listener: Listener, ctx: Ctx): Promise<Failure | undefined> {
  let failure: Failure | undefined = { what: "worker", said: "" };
  child.on("error", (error) => (failure = { what: child.spawnfile, said: error.message }));
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
    const message = JSON.parse(line) as Message | { readonly type: "unmapped" };
    if (message.type === "unmapped") {
      failure = await mapIds(child, ctx);
      if (failure !== undefined) break;
      child.stdin!.write("\n");
    } else if (message.type === "ready") child.stdin!.write(`${JSON.stringify(job)}\n`);
    else if (message.type === "error") failure = message;
    else if (message.type === "done") failure = undefined;
    else listener.message?.(message);
  }
  if (failure !== undefined) end(child);
  return failure;
}

export interface Failure {
  readonly what: string;
  readonly said: string;
}

/** A namespace that is not mapped has no root: two setuid tools map the ids that /etc/subuid grants. */
async function mapIds(child: ChildProcess, ctx: Ctx): Promise<Failure | undefined> {
  const { uids, gids } = idMaps(ctx.host.system);
  for (const [tool, map] of [
    ["newuidmap", uids],
    ["newgidmap", gids],
  ] as const) {
    const mapping = ctx.host.spawn(tool, [String(child.pid), ...map], {
      stdio: ["ignore", "ignore", "pipe"],
      env: cleanEnvironment,
    });
    let said = "";
    mapping.stderr!.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const status = await new Promise<number | null>((resolve) => {
      mapping.on("error", (error) => ((said = error.message), resolve(null)));
      mapping.on("close", resolve);
    });
    if (status !== 0) return { what: tool, said: said.trim() };
  }
  return undefined;
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

async function drain(stream: Readable): Promise<void> {
  stream.resume();
  await once(stream, "close");
}

const cancelled = (ctx: Ctx) => problem("run/cancelled", "cancelled", { exitCode: 130, cause: ctx.signal.reason });

function sandboxProblem(what: string, said: string) {
  return problem("run/sandbox", `the sandbox failed: ${what}`, {
    detail: said.split("\n").filter((line) => line !== ""),
  });
}
