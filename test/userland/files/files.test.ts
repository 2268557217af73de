import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { type Answer, type Lines, run } from "../../support/tool-lines.ts";
import { around } from "./around.ts";
import { files } from "./fixture.ts";
import { programs } from "./programs.ts";

const recordings = new URL("../../recordings/files/", import.meta.url);

/** The real answers are recorded: `node --import tsx scripts/record/files.ts [COMMAND…]`. */
describe("commands about files do what the real ones did", () => {
  for (const name of readdirSync(recordings)) {
    const { cases } = JSON.parse(readFileSync(new URL(name, recordings), "utf8")) as {
      readonly cases: readonly (Omit<Lines, "files"> & { readonly answer: Answer })[];
    };
    test(`${name.replace(".json", "")}, ${cases.length} command lines`, async () => {
      for (const { answer, ...lines } of cases)
        assert.deepEqual(await run(programs, { files, ...lines }, around), answer, JSON.stringify(lines));
    });
  }
});
