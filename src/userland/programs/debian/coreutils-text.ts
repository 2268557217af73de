import type { Files } from "../catalogue.ts";

/** What of coreutils is about text, numbers and the system. */
export const coreutilsText: Files = {
  "bin/cat": async () => (await import("../../commands/cat.ts")).cat,
  "bin/echo": async () => (await import("../../commands/echo.ts")).echo,
  "bin/head": async () => (await import("../../commands/head.ts")).head,
  "bin/printf": async () => (await import("../../commands/printf/printf.ts")).printf,
  "bin/tail": async () => (await import("../../commands/tail.ts")).tail,
  "bin/tee": async () => (await import("../../commands/tee.ts")).tee,
  "bin/wc": async () => (await import("../../commands/wc.ts")).wc,
};
