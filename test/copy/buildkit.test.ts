import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { recorderHash } from "../../scripts/lib/recorder.ts";
import { DjibError } from "../../src/errors.ts";
import { cases } from "./cases.ts";
import { linesOf } from "./lines.ts";
import { replay } from "./replay.ts";

interface Recording {
  readonly recorder: { readonly files: readonly string[]; readonly sha256: string };
  readonly cases: Readonly<Record<string, { readonly tree?: readonly string[]; readonly error?: string }>>;
}

const file = new URL("../recordings/copy.json", import.meta.url);
const recording = JSON.parse(readFileSync(file, "utf8")) as Recording;

describe("COPY, ADD and WORKDIR make what BuildKit makes", () => {
  it("and the recording is of these cases (node --import tsx scripts/record/copy.ts)", () => {
    assert.equal(recorderHash(recording.recorder.files), recording.recorder.sha256);
    assert.deepEqual(Object.keys(recording.cases), Object.keys(cases));
  });

  for (const [name, one] of Object.entries(cases)) {
    const expected = recording.cases[name];
    if (expected?.tree === undefined)
      it(`${name}: refused`, async () => {
        await assert.rejects(replay(one), (error) => error instanceof DjibError);
      });
    else
      it(name, async () => {
        assert.deepEqual(await linesOf(await replay(one)), expected.tree);
      });
  }
});
