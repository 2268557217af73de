import type { Engine } from "./engine.ts";
import { runtimeConfig } from "./runtime-config.ts";

export const runc: Engine = {
  name: "runc",
  command: (box) => ({
    files: [{ name: "config.json", content: JSON.stringify(runtimeConfig(box)), mode: 0o600 }],
    argv: ["runc", "--root", "state", "run", "--bundle", ".", box.id],
  }),
};
