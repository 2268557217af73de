import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Executor, Mount, Snapshot } from "../../src/executor/executor.ts";
import { findFailed } from "../../src/executor/failed-tree.ts";
import { portableExecutor } from "../../src/executor/portable/portable.ts";
import { pruneCaches } from "../../src/executor/portable/prune.ts";
import { bind, cache, sourceSnapshot } from "../contracts/executor-mounts.ts";
import { debianSnapshot } from "../support/busybox.ts";
import { failure, outlookOn, plainCtx, printed, ran, shellStep } from "../support/run-step.ts";
import { type TemporaryStore, temporaryStore } from "../support/store.ts";

describe("the portable executor", () => {
  let temporary: TemporaryStore;
  let executor: Executor;
  let base: Snapshot;
  before(async () => {
    temporary = await temporaryStore();
    executor = portableExecutor({ store: temporary.store });
    base = await debianSnapshot(temporary.store);
  });
  after(() => temporary[Symbol.asyncDispose]());
  const run = async (script: string, mounts: readonly Mount[], more: Parameters<typeof shellStep>[1] = {}) => {
    const done = await ran(executor, shellStep(script, { mounts, ...more }), base);
    await done.changes[Symbol.asyncDispose]();
    return done;
  };

  it("mounts files of another tree, and keeps none of what is written there", async () => {
    const source = { snapshot: await sourceSnapshot(temporary.store), path: "dir", type: "directory" } as const;
    const script =
      "cd /data/mnt/x; echo *; cat c; rm a 2>&1; echo new >n 2>/dev/null || echo read-only; echo 1 >../beside";
    const { stdout, entries } = await run(script, [bind("/data/mnt/x", source)]);
    assert.equal(stdout, "a c\nCrm: cannot remove 'a': Read-only file system\nread-only\n");
    assert.deepEqual(entries, ["directory data/mnt", "file data/mnt/beside"]);
    assert.deepEqual((await run("cd /data/mnt/x; rm a; echo *", [bind("/data/mnt/x", source, false)])).stdout, "c\n");
  });

  it("keeps a cache in the store from one RUN to the next, also where the RUN fails, and begins it anew where it shall", async () => {
    const mounts = [cache("/c", { owner: { mode: 0o750, uid: 1000, gid: 1000 } })];
    assert.equal((await run("test -O /c && echo mine; echo one >/c/file", mounts, { user: "app" })).stdout, "mine\n");
    await failure(executor, shellStep("mkdir /c/d; echo two >>/c/file; exit 1", { mounts }), base);
    assert.equal((await run("cat /c/file; echo /c/*; rm /c/file", mounts)).stdout, "one\ntwo\n/c/d /c/file\n");
    assert.equal((await run("echo /c/*", mounts)).stdout, "/c/d\n");
    const other = portableExecutor({ store: await temporary.open() });
    assert.equal(await printed(other, shellStep("echo /c/*", { mounts }), base), "/c/d\n");
    const renewed = [{ ...mounts[0]!, renew: true }];
    assert.equal((await run("echo /c/*; touch /c/again", renewed)).stdout, "/c/*\n");
    assert.equal((await run("echo /c/*", mounts)).stdout, "/c/again\n");
    assert.equal(await pruneCaches(temporary.store, -Infinity, plainCtx()), 1);
    assert.equal((await run("echo /c/*", mounts)).stdout, "/c/*\n");
  });

  it("shares a cache between RUNs at once, gives each its own, or lets one wait for the other", async () => {
    const both = (sharing: "shared" | "private" | "locked") => {
      const mounts = [cache("/c", { id: sharing, sharing })];
      const one = run("echo 1 >/c/one; sleep 0.4; echo /c/*", mounts);
      const other = run("sleep 0.2; echo /c/*; echo 2 >/c/two", mounts);
      return Promise.all([one.then(({ stdout }) => stdout), other.then(({ stdout }) => stdout)]);
    };
    assert.deepEqual(await both("shared"), ["/c/one /c/two\n", "/c/one\n"]);
    assert.deepEqual(await both("private"), ["/c/one\n", "/c/*\n"]);
    // Whichever comes first.
    const locked = (await both("locked")).join("");
    assert.ok(["/c/one\n/c/one\n", "/c/one /c/two\n/c/*\n"].includes(locked), locked);
  });

  it("holds a tmpfs to its size", async () => {
    const mounts: Mount[] = [{ type: "tmpfs", target: "/t", readOnly: false, size: 8192 }];
    const script =
      "head -c 8192 /dev/zero >/t/a && echo fits; head -c 1 /dev/zero >/t/b || echo full; rm /t/a; echo x >/t/b && cat /t/b";
    const { stdout, entries } = await run(script, mounts);
    assert.equal(stdout, "fits\nfull\nx\n");
    assert.deepEqual(entries, []);
  });

  it("keeps what a failed RUN left, and names it", async () => {
    const failed = await failure(executor, shellStep("echo x >/left; exit 3"), base);
    assert.match(failed.details.help!, /`djib debug [0-9a-f]{8}` opens a shell/);
    const kept = await findFailed(temporary.store);
    assert.equal(kept?.title, "echo x >/left; exit 3");
    const tree = await temporary.store.layers.tree([...kept.below, kept.layer]);
    assert.equal(tree.lstat("left" as never)?.size, 2);
  });

  it("refuses what it cannot do, at its place, and says so before", async () => {
    const text = "FROM base\nRUN true; \\\n    uname --frobnicate; od x\n";
    const where = { source: { name: "Dockerfile", text }, line: 2, column: 1, endLine: 3 };
    const step = shellStep("true;     od x", { where });
    const verdict = await executor.verdict(step, outlookOn(base), plainCtx());
    assert.equal(verdict.answer, "yes", "there is no od in this tree, as Linux would say");
    const socket = shellStep("true", { mounts: [{ type: "ssh", target: "/s", agent: "/a", mode: 0, uid: 0, gid: 0 }] });
    assert.equal((await executor.verdict(socket, outlookOn(base), plainCtx())).answer, "no");
    assert.equal((await failure(executor, socket, base)).code, "portable/cannot");
  });
});
