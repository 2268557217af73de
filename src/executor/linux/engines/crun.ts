import type { Box, Engine } from "./engine.ts";
import { runtimeOutcome } from "./runtime-outcome.ts";
import { runtimeConfig } from "./runtime-config.ts";

/** crun refuses cgroup v1 beside v2 and takes v1 alone; nobody outside sees what is hidden here. */
function hideCgroups({ host, rootless }: Box): readonly (readonly string[])[] {
  if (!host.hybridCgroups) return [];
  return rootless ? [["mount", "-t", "tmpfs", "tmpfs", "/sys/fs/cgroup"]] : [["umount", "/sys/fs/cgroup/unified"]];
}

export const crun: Engine = {
  name: "crun",
  command: (box) => ({
    files: [{ name: "config.json", content: runtimeConfig(box), mode: 0o600 }],
    setup: hideCgroups(box),
    argv: [
      "crun",
      "--root",
      "state",
      "--log",
      "engine.log",
      "--log-format",
      "json",
      "--cgroup-manager=disabled",
      "run",
      "--bundle",
      ".",
      box.id,
    ],
    log: "engine.log",
    outcome: runtimeOutcome,
  }),
};
