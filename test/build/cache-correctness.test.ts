import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildProject } from "../support/project.ts";
import { temporaryStore } from "../support/store.ts";
import { changed, type Row } from "./cache-row.ts";
import { configRows } from "./cache-rows-config.ts";
import { copyRows } from "./cache-rows-copy.ts";
import { runRows } from "./cache-rows-run.ts";

describe("a change that matters misses the cache, one that does not hits it", { concurrency: 2 }, () => {
  for (const row of [...configRows, ...runRows, ...copyRows]) it(row.what, () => check(row));
});

async function check({ project, misses = {}, spares = {}, same = {}, configures = {} }: Row): Promise<void> {
  await using temporary = await temporaryStore();
  const { store } = temporary;
  const first = await buildProject(project, store);
  const again = await buildProject(project, store);
  assert.deepEqual([again.performed, again.id], [[], first.id], "nothing changed");
  for (const [name, change] of Object.entries(same)) {
    const { performed, id } = await buildProject(changed(project, change), store);
    assert.deepEqual([performed, id], [[], first.id], name);
  }
  for (const [name, change] of Object.entries(configures)) {
    const { performed, id } = await buildProject(changed(project, change), store);
    assert.deepEqual(performed, [], name);
    assert.notEqual(id, first.id, name);
  }
  for (const [name, change] of Object.entries(spares)) {
    const { performed, last } = await buildProject(changed(project, change), store);
    assert.ok(performed.length > 0 && !performed.includes(last!), `${name}: performed ${performed.join(", ")}`);
  }
  for (const [name, change] of Object.entries(misses)) {
    const { performed, last } = await buildProject(changed(project, change), store);
    assert.ok(last !== undefined && performed.includes(last), `${name}: performed ${performed.join(", ")}`);
  }
}
