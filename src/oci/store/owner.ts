import { readFile, readlink } from "node:fs/promises";

/**
 * Who holds something: one run of one process. Where the system has no /proc the fields are
 * absent and only the heartbeat tells (see `isAlive`).
 */
export interface Owner {
  readonly boot?: string;
  /** PID namespace: in another one the same number is another process. */
  readonly namespace?: string;
  readonly pid?: number;
  /** Clock ticks from boot to the start of the process: a number used again has another. */
  readonly started?: string;
}

/** This process. */
export async function self(): Promise<Owner> {
  try {
    const [boot, namespace, stat] = await Promise.all([
      readFile("/proc/sys/kernel/random/boot_id", "latin1"),
      readlink("/proc/self/ns/pid"),
      readFile("/proc/self/stat", "latin1"),
    ]);
    return { boot: boot.trim(), namespace, pid: Number.parseInt(stat, 10), started: startOf(stat) };
  } catch {
    return {};
  }
}

/** A heartbeat is this old at most while its owner lives. Generous: machines sleep. */
export const heartbeatMs = 60_000;
const staleMs = 60 * heartbeatMs;

/**
 * Exact for processes of the same boot and namespace. For others (another machine on a shared
 * disk, another container, before a reboot) an owner lives while its heartbeat is younger than an
 * hour; `silentMs` is the age of its last one by the clock of the file system.
 */
export async function isAlive(owner: Owner, me: Owner, silentMs: number): Promise<boolean> {
  const comparable = me.boot !== undefined && owner.boot === me.boot && owner.namespace === me.namespace;
  if (!comparable || owner.pid === undefined) return silentMs < staleMs;
  try {
    return startOf(await readFile(`/proc/${owner.pid}/stat`, "latin1")) === owner.started;
  } catch {
    return false;
  }
}

/** Field 22 of proc_pid_stat(5). The name in field 2 may hold blanks and brackets. */
const startOf = (stat: string): string => stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";

/** Of what is written in a lease; anything else, a torn one too, is an unknown owner. */
export function parseOwner(text: string): Owner {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return {};
    const { boot, namespace, pid, started } = value as Record<string, unknown>;
    if (typeof boot !== "string" || typeof namespace !== "string" || typeof started !== "string") return {};
    return Number.isSafeInteger(pid) ? { boot, namespace, pid: pid as number, started } : {};
  } catch {
    return {};
  }
}
