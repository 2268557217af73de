import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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

it("ADD of an address: the bytes that come, their name and checksum, not their time", async () => {
  let [content, modified] = ["1", "Mon, 01 Jan 2024 00:00:00 GMT"];
  const server = createServer((_, response) => response.setHeader("last-modified", modified).end(content));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await using temporary = await temporaryStore();
  const { store } = temporary;
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const performed = async (line: string) =>
      (await buildProject({ dockerfile: `FROM scratch\nADD ${line}\n` }, store)).performed.length;
    assert.equal(await performed(`${address}/a /to/`), 1, "first");
    assert.equal(await performed(`${address}/a /to/`), 0, "nothing changed");
    assert.equal(await performed(`${address}/b /to/`), 1, "another name");
    assert.equal(await performed(`--chmod=0644 ${address}/a /to/`), 1, "other bits");
    modified = "Tue, 02 Jan 2024 00:00:00 GMT";
    assert.equal(await performed(`${address}/a /to/`), 0, "another time");
    content = "2";
    assert.equal(await performed(`${address}/a /to/`), 1, "another content");
  } finally {
    server.close();
    server.closeAllConnections();
  }
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
