import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { recorderHash } from "../../../scripts/lib/recorder.ts";
import type { Executor } from "../../../src/executor/executor.ts";
import { portableExecutor } from "../../../src/executor/portable/portable.ts";
import { linuxBundle } from "../../support/linux-bundle.ts";
import { type Answer, type Builder, openBuilder } from "./builder.ts";
import { dockerfileCases } from "./cases/cases.ts";
import { pending } from "./pending.ts";

interface Recording {
  readonly recorder: { readonly files: readonly string[]; readonly sha256: string };
  readonly cases: Readonly<Record<string, Answer>>;
}

const recording = JSON.parse(
  readFileSync(new URL("../../recordings/userland-dockerfiles.json", import.meta.url), "utf8"),
) as Recording;

/** Built by Linux itself each time too. */
const live = ["a user in further groups", "a function is called in a subshell", "files are found and changed"];

describe("Dockerfiles of real shape come out of djib's own user land as out of Linux: each layer, each word printed", () => {
  let builder: Builder;
  let portable: Executor;
  before(async () => {
    builder = await openBuilder();
    portable = portableExecutor({ store: builder.store });
  });
  after(() => builder[Symbol.asyncDispose]());

  it("is compared with what was recorded of these very cases", () => {
    assert.equal(recorderHash(recording.recorder.files), recording.recorder.sha256, "record them again");
    assert.deepEqual(Object.keys(recording.cases), Object.keys(dockerfileCases));
  });

  for (const [name, one] of Object.entries(dockerfileCases).filter(([name]) => !pending.has(name)))
    it(name, async () => assert.deepEqual(await builder.answer(one, portable), recording.cases[name]));

  it("the recording is what Linux says today", async () => {
    const { linuxExecutor } = await linuxBundle();
    const linux = linuxExecutor({ store: builder.store });
    for (const name of live)
      assert.deepEqual(await builder.answer(dockerfileCases[name]!, linux), recording.cases[name]);
  });
});
