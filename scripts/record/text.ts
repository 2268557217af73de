// Records what the tools of this machine, a Debian 12, make of the cases of test/userland/text:
// node --import tsx scripts/record/text.ts [NAME…]
import { execFileSync } from "node:child_process";
import { cases } from "../../test/userland/text/cases/cases.ts";
import { reallyRun } from "../../test/userland/text/run-case.ts";
import { writeRecording } from "../lib/recorder.ts";

const packages = ["busybox", "coreutils", "diffutils", "gettext-base", "libc-bin", "util-linux"];
const versions = Object.fromEntries(
  packages.map((name) => [name, execFileSync("dpkg-query", ["-W", "-f", "${Version}", name], { encoding: "utf8" })]),
);
const wanted = process.argv.slice(2);
for (const [name, list] of Object.entries(cases)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const files = [`test/userland/text/cases/${name}.ts`, "test/userland/text/run-case.ts"];
  writeRecording(`text/${name}.json`, files, versions, {
    answers: list.map((one) => JSON.stringify(reallyRun(one, name === "busybox" ? "busybox" : undefined))),
  });
  console.log(`${name}: ${list.length} cases`);
}
