import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { root } from "../../../scripts/lib/root.mjs";
import { sh } from "../../../src/userland/shell/program.ts";
import { dashCases } from "./cases/cases.ts";
import { ScriptWriter } from "./random-script.ts";
import { latin1, run } from "./run-script.ts";

for (const [name, scripts] of Object.entries(dashCases)) {
  test(`sh runs ${scripts.length} scripts as dash does, to the byte (${name})`, async () => {
    const recording = path.join(root, `test/recordings/shell/dash-${name}.json`);
    const { answers } = JSON.parse(readFileSync(recording, "utf8")) as { answers: readonly string[] };
    assert.equal(answers.length, scripts.length, "the recording is older than the cases");
    for (const [at, script] of scripts.entries())
      assert.deepEqual(
        { script, answer: await run(sh, ["-c", latin1(script)]) },
        { script, answer: JSON.parse(answers[at]!) },
      );
  });
}

test("sh runs random scripts as dash does, to the byte", async () => {
  const recording = path.join(root, "test/recordings/shell/dash-random.json");
  const { answers } = JSON.parse(readFileSync(recording, "utf8")) as {
    answers: readonly (readonly [number, string])[];
  };
  for (const [seed, answer] of answers) {
    const script = new ScriptWriter(seed).script();
    assert.deepEqual(
      { seed, script, answer: await run(sh, ["-c", latin1(script)]) },
      { seed, script, answer: JSON.parse(answer) },
    );
  }
});
