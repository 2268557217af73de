import type { Files } from "../catalogue.ts";

/** What of coreutils is about text, numbers and the system. */
export const coreutilsText: Files = {
  "bin/[": async () => (await import("../../commands/test/test.ts")).bracket,
  "bin/cat": async () => (await import("../../commands/cat.ts")).cat,
  "bin/cut": async () => (await import("../../commands/cut.ts")).cut,
  "bin/echo": async () => (await import("../../commands/echo.ts")).echo,
  "bin/env": async () => (await import("../../commands/env.ts")).env,
  "bin/false": async () => (await import("../../commands/constant.ts")).false_,
  "bin/head": async () => (await import("../../commands/head.ts")).head,
  "bin/nice": async () => (await import("../../commands/nice.ts")).nice,
  "bin/nohup": async () => (await import("../../commands/nohup.ts")).nohup,
  "bin/printenv": async () => (await import("../../commands/printenv.ts")).printenv,
  "bin/printf": async () => (await import("../../commands/printf/printf.ts")).printf,
  "bin/seq": async () => (await import("../../commands/seq/seq.ts")).seq,
  "bin/sleep": async () => (await import("../../commands/sleep.ts")).sleep,
  "bin/sort": async () => (await import("../../commands/sort/sort.ts")).sort,
  "bin/tail": async () => (await import("../../commands/tail.ts")).tail,
  "bin/tee": async () => (await import("../../commands/tee.ts")).tee,
  "bin/test": async () => (await import("../../commands/test/test.ts")).test,
  "bin/timeout": async () => (await import("../../commands/timeout.ts")).timeout,
  "bin/tr": async () => (await import("../../commands/tr/tr.ts")).tr,
  "bin/true": async () => (await import("../../commands/constant.ts")).true_,
  "bin/uniq": async () => (await import("../../commands/uniq.ts")).uniq,
  "bin/wc": async () => (await import("../../commands/wc.ts")).wc,
  "bin/yes": async () => (await import("../../commands/yes.ts")).yes,
};
