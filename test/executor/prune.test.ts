import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import type { Ctx } from "../../src/ctx.ts";
import { busyboxSnapshot } from "../support/busybox.ts";
import { linuxBundle } from "../support/linux-bundle.ts";
import { plainCtx, printed, shellStep } from "../support/run-step.ts";
import { temporaryStore } from "../support/store.ts";

const { linuxExecutor, pruneSnapshots } = await linuxBundle();
const day = 24 * 60 * 60 * 1000;

/** The clock of the file system decides what is old, and cannot be turned: so the reader's is. */
function inDays(days: number): Ctx {
  const ctx = plainCtx();
  return { ...ctx, host: { ...ctx.host, now: () => new Date(Date.now() + days * day) } };
}

it("pruning removes what no RUN has stood on for a while, and what others left, and nothing else", async () => {
  await using made = await temporaryStore();
  const { store } = made;
  assert.equal(await pruneSnapshots(store, day, inDays(0)), 0, "where nothing was ever run");
  const executor = linuxExecutor({ store, mode: "root" });
  const base = await busyboxSnapshot(store);
  await printed(executor, shellStep("true"), base);
  const boots = join(store.snapshots, "root");
  const own = join(boots, readdirSync(boots)[0]!);
  const layers = () => readdirSync(own).filter((name) => name.length === 64);
  assert.equal(await pruneSnapshots(store, day, inDays(0)), 0);
  for (const path of [join(boots, "another-boot"), join(own, "work", "0.scratch-dead")]) {
    mkdirSync(path);
    writeFileSync(join(path, "file"), "");
  }
  assert.equal(await pruneSnapshots(store, 0, inDays(0.5)), 2, "nothing that was used today");
  assert.ok(!existsSync(join(boots, "another-boot")));
  assert.equal(layers().length, 2);
  assert.equal(await pruneSnapshots(store, 7 * day, inDays(8)), 2);
  assert.deepEqual(layers(), []);
  assert.equal(await printed(executor, shellStep("echo again"), base), "again\n");
});
