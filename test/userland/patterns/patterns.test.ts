import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { root } from "../../../scripts/lib/root.mjs";
import { textTools } from "../../../src/userland/programs/debian/text-tools.ts";
import type { Load } from "../../../src/userland/programs/packages.ts";
import { run } from "../text/run-case.ts";
import { cases } from "./cases/cases.ts";

const loads = new Map<string, Load>(
  Object.values(textTools).flatMap((files) =>
    Object.entries(files).flatMap(([file, load]) =>
      typeof load === "function" ? [[path.posix.basename(file), load] as const] : [],
    ),
  ),
);

for (const [name, list] of Object.entries(cases)) {
  const recording = path.join(root, `test/recordings/patterns/${name}.json`);
  test(`${list.length} command lines of ${name} give what the real tools give`, async () => {
    const { answers } = JSON.parse(readFileSync(recording, "utf8")) as { answers: readonly string[] };
    assert.equal(answers.length, list.length, "the recording is older than the cases");
    for (const [at, one] of list.entries()) {
      const program = await loads.get(one.args[0]!)!();
      const answer = await run(program, one).catch((error: Error) => error.stack);
      assert.deepEqual({ case: one, answer }, { case: one, answer: JSON.parse(answers[at]!) });
    }
  });
}
