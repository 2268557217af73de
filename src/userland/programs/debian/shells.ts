import type { Packages } from "../packages.ts";

/** dash and bash. */
export const shells: Packages = {
  // /bin/sh is a link to it; bookworm's package names the link as a path of its own.
  dash: { "bin/dash": async () => (await import("../../shell/program.ts")).sh },
};
