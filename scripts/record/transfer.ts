// Records what the tools of this machine, a Debian 12, make of the cases of test/userland/transfer, as root:
// node --import tsx scripts/record/transfer.ts [GROUP…]
import { execFileSync } from "node:child_process";
import { groups, placed, settled } from "../../test/userland/transfer/all.ts";
import { real } from "../../test/userland/transfer/real.ts";
import { site } from "../../test/userland/transfer/server.ts";
import { writeRecording } from "../lib/recorder.ts";

const packages = ["bzip2", "curl", "gettext", "gzip", "tar", "wget", "xz-utils", "zstd"];
const versions = Object.fromEntries(
  packages.map((name) => [name, execFileSync("dpkg-query", ["-W", "-f", "${Version}", name], { encoding: "utf8" })]),
);
const wanted = process.argv.slice(2);
await using server = await site();
for (const [group, cases] of Object.entries(groups)) {
  if (wanted.length > 0 && !wanted.includes(group)) continue;
  const files = ["case", "real", "server", `cases/${group}`].map((name) => `test/userland/transfer/${name}.ts`);
  const answers: Record<string, object> = {};
  for (const [name, one] of Object.entries(cases))
    answers[name] = settled(await real(placed(one, server.url)), server.url);
  writeRecording(`transfer/${group}.json`, files, versions, { answers });
  console.log(`${group}: ${Object.keys(answers).length} cases`);
}
