import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { Ctx } from "../../src/ctx.ts";
import type { Executor, Snapshot } from "../../src/executor/executor.ts";
import { digestOf } from "../../src/oci/digest.ts";
import type { ImagePath } from "../../src/oci/filesystem/path.ts";
import type { Entry } from "../../src/oci/layer/changeset.ts";
import { processesWith, workDirectories } from "../contracts/executor.ts";
import { busyboxSnapshot, busyboxWith, symlinkEntry } from "../support/busybox.ts";
import { directoryEntry, fileEntry } from "../support/layers.ts";
import { linuxBundle } from "../support/linux-bundle.ts";
import { archive, directory, file, hardlink, symlink } from "../support/raw-tar.ts";
import { failure, plainCtx, printed, ran, shellStep } from "../support/run-step.ts";
import { type TemporaryStore, temporaryStore } from "../support/store.ts";

const { linuxExecutor, sleeper } = await linuxBundle();

describe("an image that wants out of its sandbox", () => {
  let made: TemporaryStore;
  let executor: Executor;
  before(async () => {
    made = await temporaryStore();
    executor = linuxExecutor({ store: made.store });
  });
  after(() => made[Symbol.asyncDispose]());

  for (const name of ["dev", "proc", "sys"])
    it(`/${name} that is a symlink is refused (CVE-2024-21626)`, async () => {
      const base = await busyboxWith(made.store, symlinkEntry(name, "/etc"));
      assert.equal((await failure(executor, shellStep("true"), base)).code, "run/hostile-mount-point");
    });

  it("/etc/resolv.conf that leads out is followed beneath the root, and the stub is not committed", async () => {
    const base = await busyboxWith(made.store, symlinkEntry("etc/resolv.conf", "../../../run/deep/resolv.conf"));
    const { changes, entries } = await ran(executor, shellStep("cat /etc/resolv.conf >/app/copy; ls /run/deep"), base);
    await changes[Symbol.asyncDispose]();
    assert.deepEqual(entries, ["directory app", "file app/copy"]);
    assert.ok(!existsSync("/run/deep"));
  });

  it("/etc/hosts that is a directory, or leads into /proc, is refused", async () => {
    for (const entry of [directoryEntry("etc/hosts"), symlinkEntry("etc/hosts", "/proc/self/mem")]) {
      const base = await busyboxWith(made.store, entry);
      assert.equal((await failure(executor, shellStep("true"), base)).code, "run/hostile-mount-point");
    }
  });

  it("a working directory behind an absolute symlink is made inside", async () => {
    const outside = mkdtempSync(join(tmpdir(), "djib-outside-"));
    const base = await busyboxWith(made.store, symlinkEntry("way", outside));
    assert.equal(await printed(executor, shellStep("pwd -P", { cwd: "/way/in" }), base), `${outside}/in\n`);
    assert.deepEqual(readdirSync(outside), []);
    rmSync(outside, { recursive: true });
  });

  it("gets no descriptor that djib's caller left open (CVE-2024-21626)", async () => {
    for (const engine of ["crun", "bwrap", "unshare"] as const) {
      const ctx = plainCtx();
      const leaky: Ctx = {
        ...ctx,
        host: {
          ...ctx.host,
          spawn: (command, args, options) =>
            spawn("bash", ["-c", 'exec 9</ 57</etc; exec "$@"', "bash", command, ...args], options),
        },
      };
      const { stdout, changes } = await ran(
        linuxExecutor({ store: made.store, engine }),
        shellStep("ls /proc/self/fd"),
        await busyboxSnapshot(made.store),
        leaky,
      );
      await changes[Symbol.asyncDispose]();
      assert.equal(stdout, "0\n1\n2\n3\n", engine);
    }
  });

  it("leaves the host's processes and files alone", async () => {
    const base = await busyboxSnapshot(made.store);
    const mark = mkdtempSync(join(tmpdir(), "djib-mark-"));
    const script = `kill -9 -1 2>/dev/null; rm -rf ${mark} /etc/hostname; echo 1 >/proc/sys/kernel/sysrq; ls ${tmpdir()}; true`;
    const { stdout, changes } = await ran(executor, shellStep(script), base);
    await changes[Symbol.asyncDispose]();
    assert.equal(stdout, "left\n");
    assert.ok(existsSync(mark) && existsSync("/etc/hostname"));
    rmSync(mark, { recursive: true });
  });

  it("a device node of a layer is there for the command", async () => {
    const device: Entry = {
      type: "character",
      path: "data/node" as ImagePath,
      device: { major: 1, minor: 3 },
      ...{ mode: 0o666, uid: 0, gid: 0, mtime: 0 },
    };
    const base = await busyboxSnapshot(made.store, [fileEntry("data/extra"), device]);
    assert.match(
      await printed(executor, shellStep("stat -c '%F %t:%T' /data/node"), base),
      /^character special file 1:3$/m,
    );
  });
});

describe("a layer that wants to be unpacked elsewhere", () => {
  const outside = mkdtempSync(join(tmpdir(), "djib-outside-"));
  mkdirSync(join(outside, "kept"));
  after(() => rmSync(outside, { recursive: true }));

  const hostile: Record<string, Buffer> = {
    "by a symlink and a file behind it": archive(symlink("a", outside), file("a/pwned", "x")),
    "by a chain of symlinks": archive(symlink("a", ".."), symlink("b", `a/../../..${outside}`), file("b/pwned", "x")),
    "by a directory that becomes a symlink": archive(directory("a"), symlink("a", outside), file("a/pwned", "x")),
    "by ..": archive(file(`../../../../../../../../..${outside}/pwned`, "x")),
    "by an absolute name": archive(file(`${outside}/pwned`, "x")),
    "by a hard link to a file of the host": archive(hardlink("a", `${outside}/kept/file`), file("a", "x")),
    "by a whiteout behind a symlink": archive(symlink("a", outside), file("a/.wh.kept")),
    "by an opaque marker behind a symlink": archive(symlink("a", outside), file("a/.wh..wh..opq")),
  };
  for (const [title, tar] of Object.entries(hostile))
    it(`stays inside or is refused: ${title}`, async () => {
      await using made = await temporaryStore();
      const base = await busyboxSnapshot(made.store);
      try {
        const { diffId } = await made.store.layers.add([tar] as Iterable<Uint8Array> as never, digestOf(tar));
        const diffIds = [...base.diffIds, diffId];
        const snapshot: Snapshot = { ...base, diffIds, tree: () => made.store.layers.tree(diffIds) };
        await printed(linuxExecutor({ store: made.store }), shellStep("true"), snapshot);
      } catch (error) {
        assert.match((error as { code?: string }).code ?? String(error), /^(layer|run|filesystem)\//);
      }
      assert.deepEqual(readdirSync(outside), ["kept"]);
    });
});

it("djib killed outright during a RUN leaves no process and no mount, and the next RUN removes its directory", async () => {
  await using made = await temporaryStore();
  const mark = String(1e10 + process.pid);
  const child = spawn(process.execPath, [sleeper, made.root, mark], { stdio: "inherit" });
  while (processesWith(mark).length === 0) await wait(20);
  child.kill("SIGKILL");
  await once(child, "exit");
  for (let i = 0; i < 100 && processesWith(mark).length > 0; i++) await wait(20);
  assert.deepEqual(processesWith(mark), []);
  assert.ok(!readFileSync("/proc/mounts", "utf8").includes(made.root));
  const store = await made.open();
  await printed(linuxExecutor({ store }), shellStep("true"), await busyboxSnapshot(store));
  assert.deepEqual(workDirectories(store), []);
});
