import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { root } from "../../../scripts/lib/root.mjs";
import { debian } from "../../../src/userland/programs/catalogue.ts";
import type { Load } from "../../../src/userland/programs/packages.ts";
import { busybox } from "../../../src/userland/programs/busybox.ts";
import type { Case } from "./case.ts";
import { cases } from "./cases/cases.ts";
import { run } from "./run-case.ts";

const loads = new Map<string, Load>(
  Object.values(debian).flatMap((files) =>
    Object.entries(files).flatMap(([file, load]) =>
      typeof load === "function" ? [[path.posix.basename(file), load] as const] : [],
    ),
  ),
);

async function programOf({ args }: Case, group: string) {
  const load = group === "busybox" ? busybox[args[0]!] : loads.get(args[0]!);
  assert.ok(load, `${args[0]} is in no package`);
  return load();
}

/** What the tools that run another program may run. */
const others = Promise.all(
  ["printenv", "true", "false", "sleep"].map(async (name) => [name, await loads.get(name)!()] as const),
).then((entries) => Object.fromEntries(entries));

for (const [name, list] of Object.entries(cases)) {
  const recording = path.join(root, `test/recordings/text/${name}.json`);
  const { answers } = JSON.parse(readFileSync(recording, "utf8")) as { answers: readonly string[] };
  for (const tool of new Set(list.map(({ args }) => args[0]!))) {
    const rows = list.flatMap((one, at) => (one.args[0] === tool ? [[one, answers[at]!] as const] : []));
    test(`${tool} makes of ${rows.length} command lines what the real one makes of them (${name})`, async () => {
      assert.equal(answers.length, list.length, "the recording is older than the cases");
      for (const [one, answer] of rows)
        assert.deepEqual(
          { case: one, answer: await run(await programOf(one, name), one, await others) },
          { case: one, answer: JSON.parse(answer) },
        );
    });
  }
}
