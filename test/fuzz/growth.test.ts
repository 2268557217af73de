import assert from "node:assert/strict";
import { test } from "node:test";
import { growth } from "./watched.ts";

test("work grows with what is read, not faster, whatever its shape", async () => {
  const all = await growth(0.05);
  assert.ok(all.length > 100);
  const faster = all.filter(([, { linear }]) => !linear);
  assert.deepEqual(faster, []);
});
