import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Program } from "../../../src/userland/kernel/program.ts";
import { tools } from "./tools.ts";
import { programsAt, runProgram, type Given } from "../../support/userland.ts";

/** What a shell made of a script; text is latin1. */
export interface Answer {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** The bytes of a text in UTF-8, one character each. */
export const latin1 = (text: string): string => Buffer.from(text).toString("latin1");

const env = { PATH: "/usr/bin:/bin", HOME: "/root", LC_ALL: "C.UTF-8", TZ: "UTC" };

/** The shell of this machine, in an empty directory. */
export function reallyRun(shell: "dash" | "bash" | "busybox", args: readonly string[], timeout = 20_000): Answer {
  const folder = mkdtempSync(path.join(os.tmpdir(), "djib-shell-"));
  try {
    const words = args.map((word) => Buffer.from(word, "latin1").toString());
    const options = { cwd: folder, env, argv0: "sh", timeout, maxBuffer: 1 << 28, input: "" };
    const { status, signal, stdout, stderr } = spawnSync(`/bin/${shell}`, words, { ...options, encoding: "latin1" });
    if (status === null && signal === "SIGTERM") throw new Error(`${args.join(" ")} does not end`);
    return { status: status ?? 128 + os.constants.signals[signal!], out: stdout, err: stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Ours, in an empty directory of an image. */
export async function run(shell: Program, args: readonly string[], given: Partial<Given> = {}): Promise<Answer> {
  const programs = Object.fromEntries([...(await tools()), ["/bin/sh", shell] as const]);
  const files = Object.keys(programs).map((name) => [name.slice(1), { content: "\u007fELF", mode: 0o755 }] as const);
  const { status, out, err } = await runProgram(shell, ["sh", ...args], {
    files: { ...Object.fromEntries(files), "root/": "", "tmp/": { mode: 0o1777 }, "work/": "" },
    cwd: "/work",
    env,
    programs: programsAt(programs),
    ...given,
  });
  return { status, out, err };
}
