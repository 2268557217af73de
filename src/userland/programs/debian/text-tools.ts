import type { Packages } from "../packages.ts";

/** findutils, grep, sed, mawk, gawk and diffutils. */
export const textTools: Packages = {
  grep: { "bin/grep": async () => (await import("../../commands/grep/grep.ts")).grep },
  mawk: { "bin/mawk": async () => (await import("../../commands/awk/awk.ts")).awk },
  sed: { "bin/sed": async () => (await import("../../commands/sed/sed.ts")).sed },
};
