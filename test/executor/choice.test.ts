import assert from "node:assert/strict";
import { spawn, type SpawnOptions } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Ctx } from "../../src/ctx.ts";
import type { System } from "../../src/host.ts";
import { busyboxSnapshot } from "../support/busybox.ts";
import { linuxBundle } from "../support/linux-bundle.ts";
import { failure, plainCtx, shellStep, outlookOn } from "../support/run-step.ts";
import { temporaryStore } from "../support/store.ts";

const { linuxExecutor } = await linuxBundle();

/** This machine with other facts, or with another answer to every command. */
function machine(system: Partial<System>, says?: string): Ctx & { readonly spawned: string[] } {
  const ctx = plainCtx();
  const spawned: string[] = [];
  return {
    ...ctx,
    spawned,
    host: {
      ...ctx.host,
      system: { ...ctx.host.system, ...system },
      spawn: (command, args, options) => {
        spawned.push([command, ...args].join(" "));
        return says === undefined
          ? spawn(command, args, options)
          : spawn("sh", ["-c", 'echo "$1" >&2; exit 1', "sh", says], options);
      },
    },
  };
}

describe("choosing an engine", () => {
  it("probes once: the next build knows the answer, until something changes", async () => {
    await using made = await temporaryStore();
    const first = machine({});
    const found = await linuxExecutor({ store: made.store }).probe(first);
    assert.equal(found.works, true);
    assert.ok(first.spawned.length > 0);
    const second = machine({});
    assert.deepEqual(await linuxExecutor({ store: made.store }).probe(second), found);
    assert.deepEqual(second.spawned, []);
    const record = join(made.store.snapshots, "probe.json");
    writeFileSync(record, readFileSync(record, "utf8").replace(/"key":"[^"]*"/, '"key":"another boot"'));
    const third = machine({});
    await linuxExecutor({ store: made.store }).probe(third);
    assert.ok(third.spawned.length > 0);
  });

  it("says what was tried and what to do for a user without subordinate ids", async () => {
    await using made = await temporaryStore();
    const ctx = machine({ uid: 54321, gid: 54321, user: "nobody-here" });
    const executor = linuxExecutor({ store: made.store });
    const found = await executor.probe(ctx);
    assert.ok(!found.works);
    assert.match(found.tried[0]!.said, /nobody-here has no range of ids in \/etc\/subuid/);
    assert.match(found.help, /^an administrator gives nobody-here a range: usermod --add-subuids|^this is a container/);
    const base = await busyboxSnapshot(made.store);
    assert.equal((await executor.verdict(shellStep("true"), outlookOn(base), ctx)).answer, "no");
    const error = await failure(executor, shellStep("true"), base, ctx);
    assert.equal(error.code, "run/no-engine");
    assert.match(error.details.detail!.join(), /subuid/);
    assert.deepEqual(ctx.spawned, []);
  });

  it("tells what the host answered where it refuses namespaces, once and not for each engine", async () => {
    await using made = await temporaryStore();
    const ctx = machine({}, "unshare: unshare failed: Operation not permitted");
    const found = await linuxExecutor({ store: made.store, mode: "root" }).probe(ctx);
    assert.ok(!found.works);
    assert.equal(found.tried.length, 1);
    assert.match(found.tried[0]!.said, /Operation not permitted/);
  });

  it("says so where a program is missing", async () => {
    await using made = await temporaryStore();
    const { host, ...ctx } = machine({});
    const without = {
      ...host,
      spawn: (_: string, args: readonly string[], options: SpawnOptions) => spawn("/nowhere/unshare", args, options),
    };
    const found = await linuxExecutor({ store: made.store, mode: "root" }).probe({ ...ctx, host: without });
    assert.ok(!found.works);
    assert.match(found.tried[0]!.said, /unshare.*ENOENT/);
  });

  it("has a verdict of no for another processor's image without an emulator", async () => {
    await using made = await temporaryStore();
    const base = await busyboxSnapshot(made.store);
    const executor = linuxExecutor({ store: made.store });
    const foreign = { ...base, platform: { os: "linux", architecture: "s390x" } };
    const verdict = await executor.verdict(shellStep("true"), outlookOn(foreign), plainCtx());
    assert.ok(verdict.answer === "no" && /it is for linux\/s390x/.test(verdict.reason));
    assert.deepEqual(await executor.verdict(shellStep("true"), outlookOn(base), plainCtx()), { answer: "yes" });
  });
});
