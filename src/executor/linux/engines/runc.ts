import type { Engine } from "./engine.ts";
import { runtimeOutcome } from "./runtime-outcome.ts";
import { runtimeConfig } from "./runtime-config.ts";

export const runc: Engine = {
  name: "runc",
  command: (box) => ({
    files: [{ name: "config.json", content: JSON.stringify(runtimeConfig(box)), mode: 0o600 }],
    argv: ["runc", "--root", "state", "--log", "engine.log", "--log-format", "json", "run", "--bundle", ".", box.id],
    log: "engine.log",
    outcome: runtimeOutcome,
  }),
};
