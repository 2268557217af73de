import assert from "node:assert/strict";
import { test } from "node:test";
import { targets } from "./targets.ts";
import { fuzzFor } from "./watched.ts";

/** Another one each day the tests are run; FUZZ_SEED has one again. */
const seed = Number(process.env["FUZZ_SEED"] ?? Date.now() % 0x1_0000_0000);
const seconds = 60 / targets.length;

for (const { name } of targets)
  test(`whatever it reads, the ${name} target answers or refuses (seed ${seed})`, async () => {
    const { texts, kept } = await fuzzFor(name, seed, seconds);
    assert.ok(texts > 100 && kept > 10, `${texts} texts were tried, ${kept} kept`);
  });
