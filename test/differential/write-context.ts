import { createHash } from "node:crypto";
import { lutimesSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { writeFiles } from "../copy/on-disk.ts";
import type { DifferentialCase } from "./case.ts";

export interface Folders {
  readonly context: string;
  /** The case's flags with the directories in place of their names. */
  readonly flags: readonly string[];
}

/** Writes what a case is built from beneath an empty directory. */
export async function writeCase(one: DifferentialCase, root: string): Promise<Folders> {
  const { dockerfile, files = {}, folders = {}, flags = [] } = one;
  const context = path.join(root, "context");
  const whole = "Dockerfile" in files || dockerfile === "" ? files : { ...files, Dockerfile: dockerfile };
  const all = { ...folders, context: whole };
  for (const [name, content] of Object.entries(all)) {
    const folder = path.join(root, name);
    mkdirSync(folder);
    await writeFiles(folder, content);
    setTimes(folder);
  }
  const placed = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => path.join(root, name));
  return { context, flags: flags.map(placed) };
}

/** Every name has a time of its own, the same on each day. */
function setTimes(folder: string): void {
  for (const name of ["", ...readdirSync(folder, { recursive: true, encoding: "utf8" })])
    lutimesSync(path.join(folder, name), timeOf(name), timeOf(name));
}

const timeOf = (name: string): number =>
  1_000_000_000 + (createHash("sha256").update(name).digest().readUInt32BE() % 500_000_000);
