import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inMemory } from "./mounts/in-memory.ts";
import type { RunJob } from "./protocol.ts";

/**
 * Writes the files of a job into its work directory. Where they hold secrets, there are only links to files in memory,
 * also for the directory `state`, in which runtimes keep a copy of their configuration.
 */
export async function writeFiles({ work, files, isSecret, tree }: RunJob): Promise<void> {
  const home = isSecret && tree.type === "overlay" ? await inMemory(work) : work;
  for (const { name, content, mode } of files) {
    writeFileSync(join(home, name), content);
    chmodSync(join(home, name), mode);
    if (home !== work) symlinkSync(join(home, name), join(work, name));
  }
  if (home === work) return;
  mkdirSync(join(home, "state"));
  symlinkSync(join(home, "state"), join(work, "state"));
}
