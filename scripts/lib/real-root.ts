// A Debian root file system in which real tools are asked what they do: the stand-in for python:3.11-slim.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { baseFolder } from "../base/cache.ts";

export interface RealRoot {
  readonly path: string;
  /** Runs `ask` over a copy of the root that is thrown away after it; `upper` has what was changed, as an overlay keeps it. */
  scratch<Answer>(ask: (root: string, upper: string) => Promise<Answer>): Promise<Answer>;
  remove(): void;
}

/** Unpacks it into a temporary folder. */
export async function realRoot(): Promise<RealRoot> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-real-"));
  const root = path.join(folder, "root");
  mkdirSync(root);
  execFileSync("tar", ["-xzf", await layerOf(await baseFolder()), "-C", root]);
  return {
    path: root,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    async scratch(ask) {
      const [upper, work, merged] = ["upper", "work", "merged"].map((name) => path.join(folder, name));
      for (const one of [upper!, work!, merged!]) mkdirSync(one);
      execFileSync("mount", ["-t", "tmpfs", "djib", upper!]);
      for (const name of ["data", "work"]) mkdirSync(path.join(upper!, name));
      const options = `lowerdir=${root},upperdir=${upper}/data,workdir=${upper}/work`;
      execFileSync("mount", ["-t", "overlay", "djib", "-o", options, merged!]);
      execFileSync("mount", ["-t", "proc", "djib", path.join(merged!, "proc")]);
      try {
        return await ask(merged!, path.join(upper!, "data"));
      } finally {
        for (const one of [path.join(merged!, "proc"), merged!, upper!]) execFileSync("umount", [one]);
        for (const one of [upper!, work!, merged!]) rmSync(one, { recursive: true });
      }
    },
  };
}

/** The one layer is by far the largest blob. */
async function layerOf(registry: string): Promise<string> {
  const files = readdirSync(registry, { recursive: true, encoding: "utf8" }).map((name) => path.join(registry, name));
  const sizes = files.map((file) => [statSync(file).size, file] as const).sort(([a], [b]) => b - a);
  return sizes[0]![1];
}

/** What a command in that root gives; text is latin1, and words are UTF-8 in it. */
export function runReal(
  root: string,
  args: readonly string[],
  {
    env,
    stdin = "",
    who,
  }: { env: Readonly<Record<string, string>>; stdin?: string; who?: { uid: number; gid: number } },
) {
  const userspec = who === undefined ? [] : [`--userspec=${who.uid}:${who.gid}`];
  const words = args.map((arg) => Buffer.from(arg, "latin1").toString("utf8"));
  const { status, signal, stdout, stderr } = spawnSync("chroot", [...userspec, root, ...words], {
    env,
    input: Buffer.from(stdin, "latin1"),
    encoding: "latin1",
  });
  if (status === null) throw new Error(`${args.join(" ")}: ${signal ?? "was not started"}`);
  return { status, out: stdout, err: stderr };
}
