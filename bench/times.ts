import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "../scripts/lib/root.mjs";
import { baseRegistry } from "../test/support/base.ts";
import { serveRegistry } from "../test/support/docker-registry.ts";
import { buildahBuilder } from "./builders/buildah.ts";
import { coldBuildKit, warmBuildKit } from "./builders/buildkit.ts";
import { djibBuilder } from "./builders/djib.ts";
import type { Builder } from "./builder.ts";
import { projects, type Task, tasks } from "./tasks.ts";
import { median } from "./measure.ts";
import type { Measured } from "./measure.ts";

export interface Timing {
  readonly builder: string;
  /** Its name. */
  readonly task: string;
  /** Medians. */
  readonly seconds: number;
  readonly peak: number;
  readonly all: readonly number[];
}

/** Every builder does every task `rounds` times, the builders taking turns, on projects of the same files. */
export async function measureTimes(rounds: number): Promise<Timing[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-bench-"));
  const base = await baseRegistry();
  const target = await serveRegistry(path.join(folder, "registry"));
  const place = { folder, mirror: base.mirror };
  const builders = [djibBuilder(place), await warmBuildKit(place), coldBuildKit(place), buildahBuilder(place)];
  const results = new Map<string, Measured[]>();
  try {
    for (const builder of builders)
      for (const project of projects) await builder.build({ context: copyFor(builder, project, folder) });
    for (let round = 1; round <= rounds; round++) {
      for (const task of tasks) {
        for (const builder of builders) {
          const push = `${target.host}/bench/${builders.indexOf(builder)}:latest`;
          const measured = await perform(task, builder, copyFor(builder, task.project, folder), push);
          console.error(
            `${round}/${rounds}  ${task.name.padEnd(24)}${builder.name.padEnd(26)}${measured.seconds.toFixed(2)} s`,
          );
          const key = `${builder.name}\0${task.name}`;
          results.set(key, [...(results.get(key) ?? []), measured]);
        }
      }
    }
  } finally {
    for (const builder of builders) await builder.stop();
    await Promise.all([target.stop(), base.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
  return [...results].map(([key, measured]) => timing(key, measured));
}

function timing(key: string, measured: readonly Measured[]): Timing {
  const [builder = "", task = ""] = key.split("\0");
  const all = measured.map(({ seconds }) => seconds);
  const peak = median(measured.map((one) => one.peak));
  return { builder, task, seconds: median(all), peak, all };
}

function perform(task: Task, builder: Builder, context: string, push: string): Promise<Measured> {
  if (task.edit) appendFileSync(path.join(context, "config/urls.py"), `# ${performance.now()}\n`);
  return builder.build({ context, noCache: task.noCache === true, ...(task.push ? { push } : {}) });
}

/** Each builder edits a copy of its own, so that none finds another's change. */
function copyFor(builder: Builder, project: string, folder: string): string {
  const copy = path.join(folder, "contexts", builder.name.replaceAll(/\W+/g, "-"), project);
  cpSync(path.join(root, "examples", project), copy, { recursive: true, force: false });
  return copy;
}
