import os from "node:os";
import type { MemoryUse } from "./memory.ts";
import { runsSection, type RunTiming } from "./runs.ts";
import { scanSection, type ScanTimes } from "./scan.ts";
import { tasks } from "./tasks.ts";
import type { Timing } from "./times.ts";

interface Results {
  readonly date: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly times: readonly Timing[];
  readonly scan: ScanTimes;
  readonly runs: readonly RunTiming[];
  readonly memory: readonly MemoryUse[];
}

/** The page that bench/ writes: medians, then djib's ratio to each peer, then memory. */
export function report({ date, versions, times, scan, runs, memory }: Results): string {
  const machine = `${os.cpus().length} × ${os.cpus()[0]?.model ?? "?"}, ${Math.round(os.totalmem() / 2 ** 30)} GB`;
  const tools = Object.entries(versions).map((pair) => pair.join(" "));
  return `# Benchmarks

Written by \`npm run bench\` on ${date}. ${machine}; ${tools.join(", ")}.

The projects are those of \`examples/\`. After the edit of a line, \`basic\` copies the project and runs a mkdir;
\`static\` runs collectstatic, half a second of Python in itself, and so does \`multistage\` beside the copies of its
last stage. Cold, \`static\` makes a virtual environment, and pip installs into it from the network. Every builder has the base
image already and asks no registry about its tag. Builders take turns; each has its own storage and its own copy
of the projects. Medians, and in parentheses the least and the greatest. NODE_EXTRA_CA_CERTS is not set: Node reads
the certificates that it names at every start, 45 ms of them where it names all of Debian's.

## Seconds

${timesTable(times)}

## djib's time as a part of the peer's

${ratioTable(times)}

## Peak memory (MB)

Of djib: the largest of its processes. Of BuildKit: the daemon, since it started. Children such as pip are
not the builder's own, but GNU time counts them where they are larger.

${peakTable(times)}
${scanSection(scan)}${runsSection(runs)}${memoryTable(memory)}`;
}

const names = (times: readonly Timing[]) => [...new Set(times.map(({ builder }) => builder))];

const find = (times: readonly Timing[], builder: string, task: string) =>
  times.find((timing) => timing.builder === builder && timing.task === task);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function byTask(times: readonly Timing[], builders: readonly string[], cell: (timing: Timing) => string): string {
  const rows = builders.map((builder) => [
    builder,
    ...tasks.map(({ name }) => {
      const timing = find(times, builder, name);
      return timing === undefined ? "–" : cell(timing);
    }),
  ]);
  return table(["", ...tasks.map(({ name }) => name)], rows);
}

const timesTable = (times: readonly Timing[]) =>
  byTask(times, names(times), ({ seconds, all }) => {
    const [least, greatest] = [Math.min(...all), Math.max(...all)];
    return `${seconds.toFixed(2)} (${least.toFixed(2)}–${greatest.toFixed(2)})`;
  });

const ratioTable = (times: readonly Timing[]) =>
  byTask(times, names(times).slice(1), ({ seconds, task }) => {
    const own = find(times, "djib", task);
    return own === undefined ? "–" : (own.seconds / seconds).toFixed(2);
  });

const peakTable = (times: readonly Timing[]) => byTask(times, names(times), ({ peak }) => (peak / 1e6).toFixed(0));

function memoryTable(memory: readonly MemoryUse[]): string {
  if (memory.length === 0) return "";
  const rows = memory.map(({ files, peak, seconds }, at) => {
    const before = memory[at - 1];
    const each = before === undefined ? "" : ((peak - before.peak) / (files - before.files)).toFixed(0);
    return [files.toLocaleString("en"), (peak / 1e6).toFixed(0), each, seconds.toFixed(1)];
  });
  const head = ["files in the context", "peak (MB)", "bytes for each further file", "seconds"];
  return `\n## djib's memory over large contexts\n\n${table(head, rows)}\n`;
}
