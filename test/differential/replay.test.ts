import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { recorderHash } from "../../scripts/lib/recorder.ts";
import { allowed } from "./allowed.ts";
import { recordingOf, unexplained, whole } from "./compare.ts";
import { type Builder, openDjib } from "./ours.ts";
import { pending } from "./pending.ts";
import { sections } from "./sections.ts";

const used = new Set<string>();
let djib: Builder;
before(async () => {
  djib = await openDjib();
});
after(() => djib[Symbol.asyncDispose]());

for (const [section, cases] of Object.entries(sections)) {
  const recording = recordingOf(section);

  describe(`what BuildKit makes of ${section}, djib makes`, () => {
    it(`and the recording is of these cases (node --import tsx scripts/record/differential.ts ${section})`, () => {
      assert.equal(recorderHash(recording.recorder.files), recording.recorder.sha256);
      assert.deepEqual(Object.keys(recording.cases), Object.keys(cases));
    });

    for (const [name, one] of Object.entries(cases))
      it(name, async () => {
        const theirs = whole(recording.cases[name]!, djib.base);
        const around = { dockerfile: one.dockerfile, used };
        const found = unexplained(name, await djib.answer(one), theirs, around);
        if (name in pending) assert.notDeepEqual(found, [], "it works now: take it off test/differential/pending.ts");
        else assert.deepEqual(found, []);
      });
  });
}

it("every difference that is allowed is there", () => {
  assert.deepEqual(
    allowed.map(({ why }) => why).filter((why) => !used.has(why)),
    [],
  );
});
