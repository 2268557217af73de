import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { root } from "../../scripts/lib/root.mjs";
import { type Workshop, workshop } from "../support/djib.ts";
import { type Answer, answerOf } from "./answer.ts";
import { contextOf, mountCases } from "./cases.ts";

type Recorded = Answer | { readonly error: string };
const recording = JSON.parse(readFileSync(path.join(root, "test/recordings/mounts.json"), "utf8")) as {
  readonly cases: Readonly<Record<string, Recorded>>;
};

describe("RUN --mount gives what BuildKit gave:", () => {
  let shop: Workshop;
  before(async () => {
    shop = await workshop();
  });
  after(() => shop.stop());

  for (const [name, one] of Object.entries(mountCases))
    it(name, async () => {
      const project = shop.project(contextOf(one));
      const secrets = Object.entries(one.secrets ?? {}).map(([id, value]) => {
        writeFileSync(path.join(shop.folder, id), value);
        return `--secret=id=${id},src=${path.join(shop.folder, id)}`;
      });
      const archive = path.join(shop.folder, "out.tar");
      const ran = await shop.djib(["build", ...secrets, "-o", `type=oci,dest=${archive}`, project]);
      const recorded = recording.cases[name]!;
      assert.equal(ran.status === 0, !("error" in recorded), `${ran.stderr}${JSON.stringify(recorded)}`);
      if (!("error" in recorded)) assert.deepEqual(answerOf(archive), recorded);
    });
});
