import { closeSync, readdirSync, readFileSync } from "node:fs";

/** O_CLOEXEC in /proc/self/fdinfo, octal. */
const closeOnExec = 0o2000000;

/**
 * Closes what the caller of djib happened to leave open, beyond `last`: a directory of the host
 * among it would be a way out of the sandbox (CVE-2024-21626). Node's own descriptors are marked
 * close-on-exec and stay.
 */
export function closeInherited(last: number): void {
  for (const name of readdirSync("/proc/self/fd")) {
    const fd = Number(name);
    if (fd <= last) continue;
    try {
      const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, "latin1"))?.[1] ?? "0";
      if ((Number.parseInt(flags, 8) & closeOnExec) === 0) closeSync(fd);
    } catch {
      // the descriptor of the listing itself
    }
  }
}
