import assert from "node:assert/strict";
import { it } from "node:test";
import { differencesOf } from "./differences.ts";
import { recordingOf, whole } from "./compare.ts";
import { sections } from "./sections.ts";
import { openBuildKit } from "./theirs.ts";

/** Of each section so many cases are built by the real BuildKit each time, others every day. */
const sample = 2;

it("the recordings say what the real BuildKit does today", async () => {
  await using buildkit = await openBuildKit();
  if (buildkit === undefined) {
    console.log("BuildKit cannot be had here (it needs Go): its recordings stand in for it.");
    return;
  }
  const day = Math.floor(Date.now() / 86_400_000);
  for (const [section, cases] of Object.entries(sections)) {
    const { cases: recorded } = recordingOf(section);
    const names = Object.keys(cases);
    for (let at = 0; at < sample; at++) {
      const name = names[(day * sample + at) % names.length]!;
      const answer = await buildkit.answer(cases[name]!);
      const found = differencesOf(answer, whole(recorded[name]!, buildkit.base), cases[name]!.dockerfile);
      assert.deepEqual(found, [], name);
    }
  }
});
