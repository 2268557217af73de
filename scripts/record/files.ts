// Asks the coreutils, findutils and debianutils of this machine what the cases of test/userland/files come to, and writes
// test/recordings/files/. As root, on Debian 12; what they work on is made in /t.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { place, reallyRun } from "../../test/support/tool-lines.ts";
import { groups } from "../../test/userland/files/groups.ts";
import { files } from "../../test/userland/files/fixture.ts";
import { writeRecording } from "../lib/recorder.ts";

if (existsSync(place)) throw new Error(`${place} is there already: it would be overwritten`);
const version = (tool: string) => spawnSync(tool, ["--version"]).stdout.toString().split("\n")[0]!;
const wanted = process.argv.slice(2);
try {
  for (const [name, cases] of Object.entries(groups)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const answers = cases.map((one) => {
      const lines = typeof one === "string" ? { run: one } : one;
      return { ...lines, answer: reallyRun({ files, ...lines }) };
    });
    const decided = ["scripts/record/files.ts", "test/support/tool-lines.ts", "test/userland/files/fixture.ts"];
    writeRecording(
      `files/${name}.json`,
      decided,
      { coreutils: version("ls"), findutils: version("find") },
      { cases: answers },
    );
    console.log(name, answers.length);
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}
