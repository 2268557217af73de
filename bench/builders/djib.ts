import path from "node:path";
import { root } from "../../scripts/lib/root.mjs";
import { measure } from "../measure.ts";
import type { Builder, Place } from "../builder.ts";

/** djib has no daemon: each build is a process that begins and ends. */
export function djibBuilder({ folder, mirror }: Place): Builder {
  const env = {
    DJIB_STORE: path.join(folder, "djib"),
    DJIB_REGISTRY_MIRROR: `docker.io=${mirror}`,
    DOCKER_HOST: `unix://${folder}/none`,
  };
  return {
    name: "djib",
    build: ({ context, noCache = false, push }) => {
      const flags = [...(noCache ? ["--no-cache"] : []), ...(push === undefined ? [] : ["--push"])];
      const command = [process.execPath, path.join(root, "dist/djib.js"), "build", "--no-load", "-t", push ?? "bench"];
      return measure([...command, ...flags, context], env);
    },
    stop: () => Promise.resolve(),
  };
}
