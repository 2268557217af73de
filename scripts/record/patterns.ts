// Records what grep, sed, mawk and busybox of this machine, a Debian 12, make of the cases of test/userland/patterns:
// node --import tsx scripts/record/patterns.ts [NAME…]
import { execFileSync } from "node:child_process";
import { cases } from "../../test/userland/patterns/cases/cases.ts";
import { reallyRun } from "../../test/userland/text/run-case.ts";
import { writeRecording } from "../lib/recorder.ts";

const packages = ["libc6", "grep", "sed", "mawk", "busybox"];
const versions = Object.fromEntries(
  packages.map((name) => [name, execFileSync("dpkg-query", ["-W", "-f", "${Version}", name], { encoding: "utf8" })]),
);
const wanted = process.argv.slice(2);
for (const [name, list] of Object.entries(cases)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const shared = ["test/userland/patterns/random-pattern.ts", "test/userland/text/run-case.ts"];
  const files = [`test/userland/patterns/cases/${name}.ts`, ...shared];
  writeRecording(`patterns/${name}.json`, files, versions, {
    answers: list.map((one) => JSON.stringify(reallyRun(one))),
  });
  console.log(`${name}: ${list.length} cases`);
}
