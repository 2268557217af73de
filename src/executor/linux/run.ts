import { mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import type { Ctx } from "../../ctx.ts";
import { resolvePath } from "../../oci/filesystem/resolve.ts";
import type { Filesystem } from "../../oci/filesystem/filesystem.ts";
import type { Changeset } from "../../oci/layer/changeset.ts";
import { changesFromTar } from "../../oci/layer/changes-from-tar.ts";
import type { Store } from "../../oci/store/store.ts";
import type { RunOutput, RunStep, Snapshot } from "../executor.ts";
import type { Box, Engine, HostFacts } from "./engines/engine.ts";
import { problem } from "./errors.ts";
import { describeExit } from "./exit-status.ts";
import { LastLines } from "./last-lines.ts";
import { hostsFile, mountPoints, resolvConfFile, type MountPoints } from "./mount-points.ts";
import type { Mode } from "./namespace.ts";
import { overlayOptions, type Snapshots } from "./snapshots.ts";
import { identify } from "./user.ts";
import { withWhiteouts } from "./with-whiteouts.ts";
import type { Message, RunJob } from "./worker/protocol.ts";
import { perform } from "./worker-process.ts";

/** What was decided for this machine. */
export interface Machine {
  readonly store: Store;
  readonly mode: Mode;
  readonly engine: Engine;
  readonly facts: HostFacts;
  readonly snapshots: Snapshots;
}

/** How many lines of output a failure shows. */
const shownLines = 20;

export async function runStep(
  machine: Machine,
  step: RunStep,
  base: Snapshot,
  output: RunOutput,
  ctx: Ctx,
): Promise<Changeset> {
  const tree = await base.tree();
  const lowers = await machine.snapshots.ensure(base.diffIds, ctx);
  const scratch = await machine.store.scratch();
  try {
    const job = await jobOf(machine, step, base, tree, lowers, scratch.path);
    const changes = await performRun(job, machine, step, output, join(scratch.path, "changes.tar"), ctx);
    return {
      entries: () => changes.entries(),
      [Symbol.asyncDispose]: async () => {
        await changes[Symbol.asyncDispose]();
        await scratch[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await scratch[Symbol.asyncDispose]();
    throw error;
  }
}

async function jobOf(
  { mode, engine, facts, snapshots }: Machine,
  step: RunStep,
  base: Snapshot,
  tree: Filesystem,
  lowers: readonly string[],
  scratch: string,
): Promise<RunJob> {
  const points = mountPoints(tree, step.where);
  const identity = await identify(step.user, tree, step.where);
  const work = snapshots.workDirectory(scratch);
  mkdirSync(work, { recursive: true });
  const box: Box = {
    id: `djib-${basename(dirname(scratch))}-${basename(scratch)}`,
    root: join(work, "merged"),
    args: step.args,
    env: step.env.some((pair) => pair.startsWith("HOME=")) ? step.env : [...step.env, `HOME=${identity.home}`],
    cwd: step.cwd === "" ? "/" : step.cwd,
    user: identity,
    network: step.network,
    binds: binds(step, points, work),
    architecture: base.platform.architecture,
    hasShell: hasShell(tree),
    rootless: mode !== "root",
    host: facts,
  };
  const refusal = engine.refuses?.(box);
  if (refusal !== undefined) throw problem("run/unsupported", refusal, { where: step.where });
  const command = engine.command(box);
  const cwd = resolvePath(tree, Buffer.from(step.cwd, "utf8").toString("latin1"));
  return {
    job: "run",
    work,
    tree: { type: "overlay", lowers, options: overlayOptions(mode) },
    files: [
      { name: "hosts", content: hostsFile(step.extraHosts), mode: 0o644 },
      { name: "resolv.conf", content: resolvConfFile(), mode: 0o644 },
      ...step.scripts.map(({ content }, i) => ({ name: `script-${i}`, content, mode: 0o755 })),
      ...(command.files ?? []),
    ],
    directories: cwd.stat === undefined && !/^(proc|sys|dev)(\/|$)/.test(cwd.path) ? [cwd.path] : [],
    mountPoints: points.all,
    user: { uid: identity.uid, gid: identity.gid },
    setup: command.setup ?? [],
    argv: command.argv,
    descriptors: command.descriptors ?? [],
    ...(command.log === undefined ? {} : { log: command.log }),
  };
}

function binds(step: RunStep, points: MountPoints, work: string): Box["binds"] {
  const shown = (path: string) => `/${Buffer.from(path, "latin1").toString("utf8")}`;
  return [
    { source: join(work, "hosts"), target: shown(points.hosts) },
    { source: join(work, "resolv.conf"), target: shown(points.resolvConf) },
    ...step.scripts.map(({ name }, i) => ({ source: join(work, `script-${i}`), target: `/dev/pipes/${name}` })),
  ];
}

async function performRun(
  job: RunJob,
  { mode, engine }: Machine,
  step: RunStep,
  output: RunOutput,
  spool: string,
  ctx: Ctx,
): Promise<Changeset> {
  const last = new LastLines(shownLines);
  const pass = (write: (text: string) => void) => (stream: Readable) =>
    void stream.setEncoding("utf8").on("data", (text: string) => (last.add(text), write(text)));
  let exited: Exited | undefined;
  let changes: Changeset | undefined;
  let whiteouts: readonly string[] = [];
  const listener = {
    message: (message: Message) => {
      if (message.type === "exited") exited = message;
      if (message.type === "whiteouts") whiteouts = message.paths;
    },
    stdout: pass(output.stdout),
    stderr: pass(output.stderr),
    changes: async (stream: Readable) => {
      changes = await changesFromTar(stream, spool);
    },
  };
  await perform(job, mode, listener, ctx);
  if (exited?.status !== 0) throw failed(step, engine, exited!, last.lines);
  return withWhiteouts(changes!, whiteouts);
}

type Exited = Extract<Message, { type: "exited" }>;

function failed(step: RunStep, engine: Engine, { status, signal, log }: Exited, lines: readonly string[]) {
  const outcome = engine.outcome?.(status, log) ?? { status };
  const detail =
    outcome.said === undefined || lines.some((line) => line.includes(outcome.said!)) ? lines : [...lines, outcome.said];
  if (outcome.started === false)
    return problem("run/sandbox", `${engine.name} could not start the command`, { where: step.where, detail });
  const title = (step.args.at(-1)?.split("\n")[0] ?? "").slice(0, 80);
  return problem("run/failed", `RUN ${title} ${describeExit(outcome.status, signal)}`, { where: step.where, detail });
}

function hasShell(tree: Filesystem): boolean {
  const isFile = (path: string) => resolvePath(tree, path).stat?.type === "file";
  return isFile("bin/sh") && (isFile("usr/bin/env") || isFile("bin/env"));
}
