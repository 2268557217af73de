// Records what the shells of this machine, a Debian 12, make of the scripts of test/userland/shell:
// node --import tsx scripts/record/shell.ts [NAME…]
import { execFileSync } from "node:child_process";
import { dashCases } from "../../test/userland/shell/cases/cases.ts";
import { ScriptWriter } from "../../test/userland/shell/random-script.ts";
import { latin1, reallyRun } from "../../test/userland/shell/run-script.ts";
import { writeRecording } from "../lib/recorder.ts";

const version = (name: string): string =>
  execFileSync("dpkg-query", ["-W", "-f", "${Version}", name], { encoding: "utf8" });

/** Seeds of random scripts; those that do not end are left out. */
const seeds = Array.from({ length: 400 }, (_, seed) => seed);
const wanted = process.argv.slice(2);
for (const [name, scripts] of Object.entries(dashCases)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const files = [`test/userland/shell/cases/${name}.ts`, "test/userland/shell/run-script.ts"];
  const answers = scripts.map((script) => JSON.stringify(reallyRun("dash", ["-c", latin1(script)])));
  writeRecording(`shell/dash-${name}.json`, files, { dash: version("dash") }, { answers });
  console.log(`${name}: ${scripts.length} scripts`);
}

if (wanted.length === 0 || wanted.includes("random")) {
  const files = ["test/userland/shell/random-script.ts", "test/userland/shell/run-script.ts"];
  const answers = seeds.flatMap((seed) => {
    try {
      const answer = reallyRun("dash", ["-c", latin1(new ScriptWriter(seed).script())], 3000);
      return [[seed, JSON.stringify(answer)] as const];
    } catch {
      return [];
    }
  });
  writeRecording("shell/dash-random.json", files, { dash: version("dash") }, { answers });
  console.log(`random: ${answers.length} scripts`);
}
