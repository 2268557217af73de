import { readFileSync } from "node:fs";

/** One mount as this process sees it (proc_pid_mountinfo(5)). */
export interface Mounted {
  readonly path: string;
  /** Of the mount itself, not of its file system: "ro", "nosuid" and so on. */
  readonly options: readonly string[];
}

/** In the order in which they were made. */
export const mounted = (): readonly Mounted[] =>
  readFileSync("/proc/self/mountinfo", "latin1")
    .split("\n")
    .map((line) => line.split(" "))
    .map(([, , , , path = "", options = ""]) => ({ path: unescaped(path), options: options.split(",") }));

const unescaped = (path: string): string =>
  path.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
