// Asks the real BuildKit what it makes of the cases of test/differential, and writes
// test/recordings/differential/SECTION.json: node --import tsx scripts/record/differential.ts [SECTION …]
import { buildKitVersion } from "../../bench/peers/buildkit.ts";
import type { Answer } from "../../test/differential/answer.ts";
import { sinceBase } from "../../test/differential/rows.ts";
import { recordedBy, sections } from "../../test/differential/sections.ts";
import { openBuildKit } from "../../test/differential/theirs.ts";
import { writeRecording } from "../lib/recorder.ts";

await using buildkit = await openBuildKit();
if (buildkit === undefined) throw new Error("BuildKit cannot be built here: install Go 1.21 or later");
const asked = process.argv.slice(2);
for (const [section, cases] of Object.entries(sections)) {
  if (asked.length > 0 && !asked.includes(section)) continue;
  const answers: Record<string, Answer> = {};
  for (const [name, one] of Object.entries(cases)) {
    const answer = await buildkit.answer(one);
    answers[name] = "tree" in answer ? { ...answer, tree: sinceBase(answer.tree, buildkit.base) } : answer;
    console.log("error" in answer ? `x ${name}: ${answer.error}` : `. ${name}`);
  }
  const files = [...recordedBy, `test/differential/cases/${section}.ts`];
  writeRecording(`differential/${section}.json`, files, { buildkit: buildKitVersion() }, { cases: answers });
}
