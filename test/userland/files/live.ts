import { isDeepStrictEqual } from "node:util";
import { type Answer, reallyRun, run } from "../../support/tool-lines.ts";
import { around } from "./around.ts";
import type { Case } from "./case.ts";
import { files } from "./fixture.ts";
import { programs } from "./programs.ts";

/** Compares ours with this machine's tools; what differs is printed. For work on them: `node --import tsx test/userland/files/live.ts [group [text]]`. */
const groups = {
  ...(await import("./cases/make-and-remove.ts")),
  ...(await import("./cases/attributes.ts")),
  ...(await import("./cases/copy.ts")),
} as unknown as Record<string, readonly Case[]>;
const [, , only, text = "", limit = "8"] = process.argv;
for (const [name, cases] of Object.entries(groups)) {
  if (only && only !== name) continue;
  let wrong = 0;
  for (const one of cases) {
    const lines = { files, ...(typeof one === "string" ? { run: one } : one) };
    if (!lines.run.includes(text)) continue;
    const real = reallyRun(lines);
    const ours: Answer | string = await run(programs, lines, around).catch((error: Error) => error.stack ?? "");
    if (isDeepStrictEqual(real, ours)) continue;
    if (++wrong > Number(limit)) continue;
    console.log(
      "==",
      JSON.stringify(one),
      "\nreal",
      JSON.stringify(real),
      "\nours",
      typeof ours === "string" ? ours : JSON.stringify(ours),
    );
  }
  console.log(name, cases.length, "wrong", wrong);
}
