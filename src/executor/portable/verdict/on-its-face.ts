import type { RunRequest } from "../../executor.ts";

/** Limits of the kernel that no emulated program can reach. */
const unreachable = new Set(
  "core data locks memlock msgqueue nice nofile rss rtprio rttime sigpending stack".split(" "),
);

/** What of a RUN cannot be done, whatever its command is. */
export function impossibleOnItsFace({ mounts, cgroupParent, ulimits }: RunRequest): string | undefined {
  const kernel = mounts.find(({ target }) => /^\/(proc|sys)(\/|$)|^\/dev$/.test(target));
  if (kernel !== undefined) return `nothing can be mounted at ${kernel.target}, which is the sandbox's own`;
  if (mounts.some(({ type }) => type === "ssh"))
    return "an SSH agent needs a socket, which no emulated program speaks to";
  if (cgroupParent !== undefined) return "--cgroup-parent needs a Linux kernel";
  const limit = ulimits.find(({ name }) => !unreachable.has(name));
  return limit && `--ulimit ${limit.name} needs a Linux kernel`;
}
