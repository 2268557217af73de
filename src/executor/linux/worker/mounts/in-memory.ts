import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { command } from "../command.ts";

/** A directory of a RUN's own that is in memory and that nobody outside of the worker's mounts can see; made once. */
export async function inMemory(work: string): Promise<string> {
  const path = join(work, "private");
  if (existsSync(path)) return path;
  mkdirSync(path, { mode: 0o700 });
  await command(["mount", "-n", "-t", "tmpfs", "-o", "nosuid,nodev,mode=700", "tmpfs", path], work);
  return path;
}
