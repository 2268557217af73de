import { existsSync, readFileSync } from "node:fs";
import { capabilitiesOf } from "./capabilities.ts";
import type { HostFacts } from "./engines/engine.ts";

export const hostFacts = (): HostFacts => ({
  hybridCgroups: existsSync("/sys/fs/cgroup/unified"),
  capabilities: capabilitiesOf(fact("/proc/self/status")),
});

/** Marks that Docker, podman and Kubernetes leave in every container. */
export function insideContainer(): boolean {
  return existsSync("/.dockerenv") || existsSync("/run/.containerenv") || existsSync("/var/run/secrets/kubernetes.io");
}

/** What a file of /proc or /etc says, trimmed; "" where there is none. */
export function fact(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}
