import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { randomCase } from "./generate.ts";
import { settle } from "./worlds.ts";

/** Each run has other seeds; a failure names its own. */
const first = Math.floor(Date.now() / 1000);
const count = 200;

describe(`${count} random Dockerfiles from seed ${first}`, () => {
  it("give the same image whatever the cache, umask, time zone, directory, file order and file times", async () => {
    await using here = await settle({ umask: 0o022, timeZone: "UTC", reversed: false });
    await using there = await settle({ umask: 0o077, timeZone: "Asia/Kathmandu", reversed: true });
    let built = 0;
    for (let seed = first; seed < first + count; seed++) {
      const one = randomCase(seed, { runs: 2 });
      const { id } = await here.build(one);
      const again = await here.build(one);
      const elsewhere = await there.build(one);
      const said = `seed ${seed}:\n${one.dockerfile}`;
      assert.deepEqual(again, { id, made: 0 }, `by the cache, ${said}`);
      assert.equal(elsewhere.id, id, `elsewhere, ${said}`);
      if (id !== "refused") built++;
    }
    assert.ok(built > count / 2, `only ${built} of them build`);
  });
});
