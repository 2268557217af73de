import type { Packages } from "../packages.ts";

/** findutils, grep, sed, mawk, gawk and diffutils. */
export const textTools: Packages = {
  grep: { "bin/grep": async () => (await import("../../commands/grep/grep.ts")).grep },
  sed: { "bin/sed": async () => (await import("../../commands/sed/sed.ts")).sed },
};
