import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Mount points at or below a folder, innermost first. */
export function mountsBelow(folder: string): string[] {
  const targets = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "");
  return targets.filter((target) => target === folder || target.startsWith(`${folder}/`)).reverse();
}

/** For daemons that leave some behind when they are ended. */
export function unmountBelow(folder: string): void {
  for (const target of mountsBelow(folder)) execFileSync("umount", ["--lazy", target]);
}
