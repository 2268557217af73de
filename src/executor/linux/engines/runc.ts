import { posix } from "node:path";
import type { Command, Engine } from "./engine.ts";
import { runtimeConfig } from "./runtime-config.ts";
import { runtimeOutcome } from "./runtime-outcome.ts";

export const runc: Engine = {
  name: "runc",
  command: (box): Command => {
    // Without root it makes none, and a name would oblige it to.
    const cgroup = box.rootless ? undefined : posix.join("/", box.cgroupParent ?? "", box.id).slice(1);
    return {
      files: [{ name: "config.json", content: runtimeConfig(box, cgroup), mode: 0o600 }],
      argv: ["runc", "--root", "state", "--log", "engine.log", "--log-format", "json", "run", "--bundle", ".", box.id],
      ...(cgroup === undefined ? {} : { cgroup }),
      log: "engine.log",
      outcome: runtimeOutcome,
    };
  },
};
