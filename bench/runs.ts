import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "../scripts/lib/root.mjs";
import { baseRegistry } from "../test/support/base.ts";
import { fill } from "./large-context.ts";
import { measure, median } from "./measure.ts";

/** A RUN, executed by real programs in a container and by djib's own user land. */
interface Task {
  readonly name: string;
  readonly command: string;
}

const tasks: readonly Task[] = [
  {
    name: "1,000 small commands",
    command: 'i=0; while [ "$i" -lt 1000 ]; do mkdir -p "/made/$i"; i=$((i + 1)); done',
  },
  { name: "find / -name over 30,000 files", command: "find / -xdev -name 'file-number-29999.txt' > /found" },
  { name: "a pipeline of 100 MB", command: "head -c 100000000 /dev/zero | tr '\\0' 'x' | sha256sum > /sum" },
];

const executors = ["linux", "portable"] as const;

export interface RunTiming {
  readonly task: string;
  readonly executor: (typeof executors)[number];
  /** From the start of the step until its layer is sealed. */
  readonly all: readonly number[];
  /** Bytes, of djib's largest process over the whole build. */
  readonly peak: number;
}

/** Each RUN by both executors, taking turns, on one base with 30,000 files more. */
export async function measureRuns(rounds: number): Promise<RunTiming[]> {
  const base = await baseRegistry();
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-runs-"));
  const context = fill(path.join(folder, "context"), 30_000);
  const env = {
    DJIB_STORE: path.join(folder, "store"),
    DJIB_REGISTRY_MIRROR: `docker.io=${base.mirror}`,
    DOCKER_HOST: `unix://${folder}/none`,
  };
  const timings = tasks.flatMap(({ name, command }) =>
    executors.map((executor) => ({ task: name, command, executor, all: [] as number[], peaks: [] as number[] })),
  );
  try {
    for (let round = 0; round <= rounds; round++)
      for (const timing of timings) {
        const { seconds, peak } = await perform(context, timing, `${round}`, env);
        console.error(
          `${round}/${rounds}  ${timing.task.padEnd(34)}${timing.executor.padEnd(10)}${seconds.toFixed(2)} s`,
        );
        // The first one makes the layers below and warms the page cache.
        if (round > 0) {
          timing.all.push(seconds);
          timing.peaks.push(peak);
        }
      }
  } finally {
    await base.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return timings.map(({ task, executor, all, peaks }) => ({ task, executor, all, peak: median(peaks) }));
}

async function perform(
  context: string,
  { command, executor }: Pick<RunTiming, "executor"> & Pick<Task, "command">,
  round: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly seconds: number; readonly peak: number }> {
  // Another word each round: nothing is cached but what is below.
  const lines = ["FROM python:3.11-slim", "COPY files /files", `RUN ${command} # ${round}`, ""];
  writeFileSync(path.join(context, "Dockerfile"), lines.join("\n"));
  const flags = ["--no-load", "--progress=rawjson", "--executor", executor, context];
  const { output, peak } = await measure([process.execPath, path.join(root, "dist/djib.js"), "build", ...flags], env);
  return { seconds: secondsOfRun(output), peak };
}

/** From the events of a build, of which the RUN is the last step. */
function secondsOfRun(output: string): number {
  const events = output.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as Event] : []));
  const end = events.findLast(({ type }) => type === "step-done");
  const start = events.find(({ type, id }) => type === "step-start" && id === end?.id);
  if (start === undefined || end === undefined || end.cached) throw new Error(`the RUN was not executed:\n${output}`);
  return end.time - start.time;
}

interface Event {
  readonly type: string;
  readonly id?: string;
  readonly time: number;
  readonly cached?: boolean;
}

/** The section of the page. */
export function runsSection(timings: readonly RunTiming[]): string {
  const cell = (all: readonly number[]) =>
    `${median(all).toFixed(2)} (${Math.min(...all).toFixed(2)}–${Math.max(...all).toFixed(2)})`;
  const rows = tasks.map(({ name }) => {
    const [linux, portable] = executors.map((executor) =>
      timings.find((timing) => timing.task === name && timing.executor === executor)!,
    ) as [RunTiming, RunTiming];
    const ratio = (median(portable.all) / median(linux.all)).toFixed(2);
    return `| ${name} | ${cell(linux.all)} | ${cell(portable.all)} | ${ratio} | ${(portable.peak / 1e6).toFixed(0)} |`;
  });
  return `
## RUN without Linux

Seconds of one RUN, from its start until its layer is sealed, on a base with 30,000 small files: by Debian's programs in a
container (\`--executor linux\`), and by djib's own user land, without a kernel (\`--executor portable\`). Taking turns.

| RUN | linux | portable | portable / linux | portable's peak memory (MB) |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}
