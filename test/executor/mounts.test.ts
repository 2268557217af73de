import assert from "node:assert/strict";
import { existsSync, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { CacheMount, Executor, Snapshot } from "../../src/executor/executor.ts";
import { cache } from "../contracts/executor-mounts.ts";
import { busyboxSnapshot } from "../support/busybox.ts";
import { linuxBundle } from "../support/linux-bundle.ts";
import { plainCtx, printed, shellStep, outlookOn } from "../support/run-step.ts";
import { type TemporaryStore, temporaryStore } from "../support/store.ts";

const { linuxExecutor } = await linuxBundle();

describe("RUNs at once with one cache", () => {
  let made: TemporaryStore;
  let executor: Executor;
  let base: Snapshot;
  before(async () => {
    made = await temporaryStore();
    executor = linuxExecutor({ store: made.store });
    base = await busyboxSnapshot(made.store);
  });
  after(() => made[Symbol.asyncDispose]());

  /** What two of them see of each other: the second begins when the first has written. */
  async function seen(sharing: CacheMount["sharing"]): Promise<{ text: string; waited: boolean }> {
    const mounts = [cache("/c", { id: sharing, sharing })];
    let isFirstDone = false;
    const first = printed(executor, shellStep("echo x >/c/first; sleep 2", { mounts }), base).then(() => {
      isFirstDone = true;
    });
    await wait(1000);
    const text = await printed(executor, shellStep("ls /c", { mounts }), base);
    const waited = isFirstDone;
    await first;
    return { text, waited };
  }

  it("share it", async () => assert.deepEqual(await seen("shared"), { text: "first\n", waited: false }));
  it("have one each where it is private", async () =>
    assert.deepEqual(await seen("private"), { text: "", waited: false }));
  it("wait for each other where it is locked, and not for themselves", async () => {
    assert.deepEqual(await seen("locked"), { text: "first\n", waited: true });
    const twice = ["/c", "/d"].map((target) => cache(target, { id: "locked", sharing: "locked" }));
    assert.equal(await printed(executor, shellStep("ls /c /d", { mounts: twice }), base), "/c:\nfirst\n\n/d:\nfirst\n");
  });
});

it("a RUN is put below the control group that is asked for, or refused before it begins", async () => {
  await using made = await temporaryStore();
  const base = await busyboxSnapshot(made.store);
  const step = shellStep("cat /proc/self/cgroup", { cgroupParent: `djib-parent-${process.pid}` });
  const runc = linuxExecutor({ store: made.store, engine: "runc" });
  assert.equal((await runc.verdict(step, outlookOn(base), plainCtx())).answer, "yes");
  assert.match(await printed(runc, step, base), new RegExp(`/${step.cgroupParent}/djib-`));
  const root = "/sys/fs/cgroup";
  for (const group of ["", ...readdirSync(root)].map((place) => join(root, place, step.cgroupParent!)))
    if (existsSync(group)) rmdirSync(group);
  const crun = linuxExecutor({ store: made.store, engine: "crun" });
  assert.equal((await crun.verdict(step, outlookOn(base), plainCtx())).answer, "no");
});
