import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { recorderHash } from "../../../scripts/lib/recorder.ts";
import { hostNetwork } from "../../../src/executor/portable/network.ts";
import { groups, placed, settled } from "./all.ts";
import type { Result } from "./case.ts";
import { portable } from "./portable.ts";
import { programs } from "./programs.ts";
import { site } from "./server.ts";

interface Recording {
  readonly recorder: { readonly files: readonly string[]; readonly sha256: string };
  readonly answers: Readonly<Record<string, Result>>;
}

for (const [group, cases] of Object.entries(groups)) {
  const file = new URL(`../../recordings/transfer/${group}.json`, import.meta.url);
  const recording = JSON.parse(readFileSync(file, "utf8")) as Recording;

  test(`the recording of ${group} is of these cases`, () => {
    assert.equal(
      recorderHash(recording.recorder.files),
      recording.recorder.sha256,
      "run scripts/record/transfer.ts again",
    );
  });

  for (const [name, one] of Object.entries(cases))
    test(`${group} does as the real one: ${name}`, async () => {
      await using server = await site();
      await using network = hostNetwork();
      const result = await portable(placed(one, server.url), programs, { network });
      assert.deepEqual(settled(result, server.url), recording.answers[name]);
    });
}
