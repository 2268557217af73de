import { createHash } from "node:crypto";
import { lstatSync, lutimesSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { writeFiles } from "../copy/on-disk.ts";
import type { DifferentialCase, Files } from "./case.ts";

export interface Folders {
  readonly context: string;
  /** The case's flags with the directories in place of their names. */
  readonly flags: readonly string[];
}

/** Writes what a case is built from beneath an empty directory; `reversed` in the other order, with the times of now. */
export async function writeCase(
  one: DifferentialCase,
  root: string,
  { reversed = false }: { readonly reversed?: boolean } = {},
): Promise<Folders> {
  const { dockerfile, files = {}, folders = {}, flags = [] } = one;
  const context = path.join(root, "context");
  const whole = "Dockerfile" in files || dockerfile === "" ? files : { ...files, Dockerfile: dockerfile };
  const all = { ...folders, context: whole };
  for (const [name, content] of Object.entries(all)) {
    const folder = path.join(root, name);
    mkdirSync(folder);
    await writeFiles(folder, reversed ? backwards(content) : content);
    if (!reversed) setTimes(folder);
  }
  const placed = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => path.join(root, name));
  return { context, flags: flags.map(placed) };
}

/** The last first, but for hard links: their file has to be there. */
function backwards(files: Files): Files {
  const all = Object.entries(files).reverse();
  const isLink = ([, spec]: (typeof all)[number]): boolean => typeof spec === "object" && "hard" in spec;
  return Object.fromEntries([...all.filter((one) => !isLink(one)), ...all.filter(isLink)]);
}

/** Every name has a time of its own, the same on each day. */
function setTimes(folder: string, name = ""): void {
  const at = path.join(folder, name);
  if (lstatSync(at).isDirectory()) for (const child of readdirSync(at)) setTimes(folder, path.join(name, child));
  lutimesSync(at, timeOf(name), timeOf(name));
}

const timeOf = (name: string): number =>
  1_000_000_000 + (createHash("sha256").update(name).digest().readUInt32BE() % 500_000_000);
