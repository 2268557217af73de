import assert from "node:assert/strict";
import type { SpawnOptions } from "node:child_process";
import { it } from "node:test";
import { busyboxSnapshot } from "../support/busybox.ts";
import { linuxBundle } from "../support/linux-bundle.ts";
import { plainCtx, ran, shellStep } from "../support/run-step.ts";
import { temporaryStore } from "../support/store.ts";

const { linuxExecutor } = await linuxBundle();

it("RUNs side by side unpack each layer of their base once, and each has one process", async () => {
  await using made = await temporaryStore();
  const executor = linuxExecutor({ store: made.store, mode: "root" });
  await executor.probe(plainCtx());
  const base = await busyboxSnapshot(made.store);
  const { host, ...ctx } = plainCtx();
  const spawned: string[] = [];
  const spawn = (command: string, args: readonly string[], options: SpawnOptions) => {
    spawned.push(command);
    return host.spawn(command, args, options);
  };
  const runs = ["one", "two", "three"].map((word) =>
    ran(executor, shellStep(`echo ${word}; ls /data/kept || echo ${word} >/${word}`), base, {
      ...ctx,
      host: { ...host, spawn },
    }),
  );
  const all = await Promise.all(runs);
  assert.deepEqual(
    all.map(({ stdout, entries }) => [stdout, ...entries]),
    ["one", "two", "three"].map((word) => [`${word}\n`, `file ${word}`]),
  );
  assert.equal(spawned.length, 3);
  for (const { changes } of all) await changes[Symbol.asyncDispose]();
});
