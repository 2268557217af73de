import { userInfo } from "node:os";
import type { Executor, Outlook, RunStep, Snapshot } from "../../src/executor/executor.ts";
import type { DjibError } from "../../src/errors.ts";
import type { Ctx } from "../../src/ctx.ts";
import type { Changeset } from "../../src/oci/layer/changeset.ts";
import { type TestCtx, testCtx } from "./ctx.ts";

/** A context whose worker processes are plain Node, for the bundled executor. */
export const plainCtx = (): TestCtx => testCtx({}, { node: [process.execPath], user: userInfo().username });

export const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** RUN of a shell script, with what a Dockerfile without further instructions gives. */
export const shellStep = (script: string, more: Partial<RunStep> = {}): RunStep => ({
  args: ["/bin/sh", "-c", script],
  scripts: [],
  env: [path],
  secretEnv: [],
  cwd: "/",
  user: "",
  network: "default",
  mounts: [],
  extraHosts: [],
  shmSize: undefined,
  ulimits: [],
  cgroupParent: undefined,
  insecure: false,
  where: { source: { name: "Dockerfile", text: "FROM base\nRUN it\n" }, line: 2, column: 1 },
  ...more,
});

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  /** Type and path of each entry. */
  readonly entries: readonly string[];
  readonly changes: Changeset;
}

/** Runs a step to its end and reads its changes; they are disposed when the caller says so. */
export async function ran(executor: Executor, step: RunStep, base: Snapshot, ctx: Ctx = plainCtx()): Promise<Ran> {
  let stdout = "";
  let stderr = "";
  const output = { stdout: (text: string) => void (stdout += text), stderr: (text: string) => void (stderr += text) };
  const changes = await executor.run(step, base, output, ctx);
  const entries: string[] = [];
  for await (const entry of changes.entries()) entries.push(`${entry.type} ${entry.path}`);
  return { stdout, stderr, entries, changes };
}

/** What a step printed; its changes are thrown away. */
export async function printed(executor: Executor, step: RunStep, base: Snapshot): Promise<string> {
  const { stdout, changes } = await ran(executor, step, base);
  await changes[Symbol.asyncDispose]();
  return stdout;
}

/** The problem a step ends with. */
export async function failure(executor: Executor, step: RunStep, base: Snapshot, ctx?: Ctx): Promise<DjibError> {
  try {
    const { changes } = await ran(executor, step, base, ctx);
    await changes[Symbol.asyncDispose]();
  } catch (error) {
    // By name: the bundled executor has a class of its own.
    if (error instanceof Error && error.name === "DjibError") return error as DjibError;
    throw error;
  }
  throw new Error("the step succeeded");
}

/** A tree of which everything is known. */
export const outlookOn = ({ platform, tree }: Snapshot): Outlook => ({ platform, tree, unclear: async () => [] });
