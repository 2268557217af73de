import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cleanEnvironment, feed } from "./command.ts";
import { tarCreate } from "./tar-create.ts";

/**
 * Those of `paths` that differ in content or attributes between two directories, both of which have
 * all of them. They are compared as tars, which hold all that a layer can: together, then by halves
 * where they differ.
 */
export async function reallyChanged(paths: readonly string[], views: readonly [string, string]): Promise<string[]> {
  if (paths.length === 0) return [];
  const [one, other] = await Promise.all(views.map((view) => digestOfTar(paths, view)));
  if (one === other) return [];
  if (paths.length === 1) return [...paths];
  const middle = paths.length >> 1;
  const halves = [paths.slice(0, middle), paths.slice(middle)];
  const changed: string[] = [];
  for (const half of halves) changed.push(...(await reallyChanged(half, views)));
  return changed;
}

/** Equal to no other where tar fails: then nothing is left out. */
async function digestOfTar(paths: readonly string[], cwd: string): Promise<string | symbol> {
  const child = spawn(tarCreate[0]!, tarCreate.slice(1), {
    cwd,
    env: cleanEnvironment,
    stdio: ["pipe", "pipe", "ignore"],
  });
  feed(child.stdin, [Buffer.from(paths.map((path) => `${path}\0`).join(""), "latin1")]);
  const hash = createHash("sha256");
  child.stdout.on("data", (chunk: Buffer) => hash.update(chunk));
  const status = await new Promise((resolve) => child.on("error", resolve).on("close", resolve));
  return status === 0 ? hash.digest("hex") : Symbol("failed");
}
