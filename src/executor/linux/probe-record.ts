import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Ctx } from "../../ctx.ts";
import type { Engine } from "./engines/engine.ts";
import { fact } from "./host-facts.ts";
import type { Mode } from "./namespace.ts";
import type { Machine } from "./machine.ts";
import { cleanEnvironment } from "./worker/command.ts";

const tools = ["crun", "runc", "bwrap", "unshare", "newuidmap", "mount", "tar"];

interface Record {
  readonly key: string;
  readonly mode: Mode;
  readonly engine: Engine["name"];
}

type Ways = readonly (readonly [Mode, Engine])[];

/** Changes whenever an answer might: another boot, another user, a program installed or replaced. */
function keyOf(ways: Ways, ctx: Ctx): string {
  const found = tools.map((tool) =>
    cleanEnvironment.PATH.split(":")
      .map((directory) => statSync(join(directory, tool), { throwIfNoEntry: false }))
      .find((stat) => stat !== undefined),
  );
  const files = found.map((stat) => (stat === undefined ? "-" : `${stat.ino}.${stat.size}.${stat.mtimeMs}`));
  const names = ways.map(([mode, engine]) => `${mode}/${engine.name}`);
  return [...names, fact("/proc/sys/kernel/random/boot_id"), ctx.host.system.uid, ...files].join(" ");
}

const fileOf = (machine: Machine) => join(machine.store.snapshots, "probe.json");

/** The remembered way, where it is among those that are wanted and nothing changed since. */
export function recall(make: (mode: Mode, engine: Engine) => Machine, ways: Ways, ctx: Ctx): Machine | undefined {
  const first = ways[0];
  if (first === undefined) return undefined;
  try {
    const record = JSON.parse(readFileSync(fileOf(make(...first)), "utf8")) as Record;
    if (record.key !== keyOf(ways, ctx)) return undefined;
    const way = ways.find(([mode, engine]) => mode === record.mode && engine.name === record.engine);
    return way === undefined ? undefined : make(...way);
  } catch {
    return undefined;
  }
}

export function remember(machine: Machine, ways: Ways, ctx: Ctx): void {
  const record: Record = { key: keyOf(ways, ctx), mode: machine.mode, engine: machine.engine.name };
  const file = fileOf(machine);
  mkdirSync(machine.store.snapshots, { recursive: true });
  writeFileSync(`${file}.${machine.mode}.tmp`, JSON.stringify(record));
  renameSync(`${file}.${machine.mode}.tmp`, file);
}
