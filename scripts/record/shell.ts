// Records what the shells of this machine, a Debian 12, make of the scripts of test/userland/shell:
// node --import tsx scripts/record/shell.ts [NAME…]
import { execFileSync } from "node:child_process";
import { dashCases } from "../../test/userland/shell/cases/cases.ts";
import { latin1, reallyRun } from "../../test/userland/shell/run-script.ts";
import { writeRecording } from "../lib/recorder.ts";

const version = (name: string): string =>
  execFileSync("dpkg-query", ["-W", "-f", "${Version}", name], { encoding: "utf8" });

const wanted = process.argv.slice(2);
for (const [name, scripts] of Object.entries(dashCases)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const files = [`test/userland/shell/cases/${name}.ts`, "test/userland/shell/run-script.ts"];
  const answers = scripts.map((script) => JSON.stringify(reallyRun("dash", ["-c", latin1(script)])));
  writeRecording(`shell/dash-${name}.json`, files, { dash: version("dash") }, { answers });
  console.log(`${name}: ${scripts.length} scripts`);
}
