import { readdirSync, readlinkSync } from "node:fs";

/**
 * Ends what a command left running. As the first process of its namespace the worker may end all
 * others; without namespaces, every process whose root is the tree.
 */
export function endProcesses(root: string): void {
  if (process.pid === 1) return void kill(-1);
  while (inhabitants(root).filter(kill).length > 0);
}

function inhabitants(root: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => rootOf(pid) === root)
    .map(Number);
}

function rootOf(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/root`);
  } catch {
    return undefined; // gone, or a kernel's own
  }
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}
