import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { Mount } from "../../src/executor/executor.ts";
import { openBeneath } from "../../src/executor/linux/worker/mounts/beneath.ts";
import { bind, cache } from "../contracts/executor-mounts.ts";
import { processesWith, workDirectories } from "../contracts/executor.ts";
import { busyboxSnapshot, busyboxWith, snapshotOf, symlinkEntry } from "../support/busybox.ts";
import { type Workshop, workshop } from "../support/djib.ts";
import { directoryEntry, fileEntry } from "../support/layers.ts";
import { linuxBundle } from "../support/linux-bundle.ts";
import { failure, path, printed, ran, shellStep } from "../support/run-step.ts";
import { type TemporaryStore, temporaryStore } from "../support/store.ts";

const { linuxExecutor } = await linuxBundle();
const engines = ["crun", "runc", "bwrap", "unshare"] as const;

let shop: Workshop;
before(async () => {
  shop = await workshop();
});
after(() => shop.stop());

describe("a mount that wants out", () => {
  let made: TemporaryStore;
  let outside: string;
  before(async () => {
    made = await temporaryStore();
    outside = mkdtempSync(join(tmpdir(), "djib-outside-"));
    mkdirSync(join(outside, "b/c"), { recursive: true });
  });
  after(async () => {
    rmSync(outside, { recursive: true });
    await made[Symbol.asyncDispose]();
  });

  it("by a source that is a symlink to / shows the root of its own tree (CVE-2024-1753)", async () => {
    const project = shop.project({
      Dockerfile: `FROM python:3.11-slim AS stage
RUN ln -s / /out && touch /mark
FROM python:3.11-slim
RUN --mount=target=/context,source=out --mount=from=stage,source=out,target=/stage \\
    test -f /context/Dockerfile && test -f /stage/mark && test ! -e /context/etc
`,
    });
    symlinkSync("/", join(project, "out"));
    await shop.ok(["build", project]);
  });

  it("by source=../.. shows the root of its own tree, in a cache too (CVE-2024-9675)", async () => {
    const project = shop.project({
      Dockerfile: `FROM python:3.11-slim
RUN --mount=target=/context,source=../.. test -f /context/Dockerfile
RUN --mount=type=cache,id=c,target=/c ln -s ../../../../../../.. /c/up && ln -s /etc /c/etc && mkdir /c/etc2 && touch /c/mark
RUN --mount=type=cache,id=c,source=../../..,target=/root-of-it --mount=type=cache,id=c,source=up,target=/up \\
    test -f /root-of-it/mark && test -f /up/mark
`,
    });
    await shop.ok(["build", project]);
    const project2 = shop.project({
      Dockerfile: "FROM python:3.11-slim\nRUN --mount=type=cache,id=c,source=etc,target=/e ls /e\n",
    });
    assert.match((await shop.djib(["build", project2])).stderr, /run\/sandbox/);
  });

  it("by a directory that another swaps for a symlink meanwhile is opened beneath the root (CVE-2024-23651)", async () => {
    const root = join(outside, "root");
    mkdirSync(join(root, "real/x"), { recursive: true });
    mkdirSync(join(outside, "x"));
    const swap = `while :; do ln -sfn real "${root}/a"; ln -sfn ../../../../../../../../..${outside} "${root}/a"; done`;
    const swapper = spawn("sh", ["-c", swap]);
    try {
      while (!existsSync(join(root, "a"))) await wait(5);
      for (let i = 0; i < 3000; i++) {
        let found = "";
        try {
          const fd = openBeneath(root, "a/x");
          found = readlinkSync(`/proc/self/fd/${fd}`);
          closeSync(fd);
        } catch (error) {
          assert.match(String((error as NodeJS.ErrnoException).code), /ENOENT|ENOTDIR|EINVAL/);
          continue;
        }
        assert.equal(found, join(root, "real/x"));
      }
    } finally {
      swapper.kill("SIGKILL");
    }
  });

  it("by an unknown propagation is refused (CVE-2024-9407)", async () => {
    for (const option of ["bind-propagation=shared", "propagation=rshared", "bind-propagation=rw\\,exec"]) {
      const project = shop.project({ Dockerfile: `FROM scratch\nRUN --mount=target=/x,${option} true\n` });
      assert.match((await shop.djib(["build", project])).stderr, /dockerfile\/bad-mount/);
    }
  });

  for (const engine of engines)
    it(`by a mount point that the command swaps for a symlink has nothing deleted outside, under ${engine} (CVE-2024-23652)`, async () => {
      const executor = linuxExecutor({ store: made.store, engine, mode: "root" });
      const script = `mv /a /moved; ln -s ${outside} /a; rmdir /moved/b/c 2>/dev/null; ls -d /a /moved`;
      const mounts = [cache("/a/b/c", { id: engine })];
      const { changes } = await ran(executor, shellStep(script, { mounts }), await busyboxSnapshot(made.store));
      await changes[Symbol.asyncDispose]();
      assert.ok(existsSync(join(outside, "b/c")));
      assert.deepEqual(workDirectories(made.store), []);
    });

  it("by a target behind a symlink is mounted beneath the root, and its stub is not made outside (CVE-2024-21626)", async () => {
    const base = await busyboxWith(made.store, symlinkEntry("way", outside), symlinkEntry("dots", "../../../../.."));
    const source = await snapshotOf(made.store, [
      [directoryEntry("d"), fileEntry("d/f", "F"), symlinkEntry("d/link", outside)],
    ]);
    const part: Mount = bind("/dots/m", { snapshot: source, path: "d", type: "directory" }, false);
    for (const engine of engines) {
      const executor = linuxExecutor({ store: made.store, engine, mode: "root" });
      const mounts: Mount[] = [
        cache("/way/new", { id: `way-${engine}` }),
        part,
        cache("/dots/m/link/deep", { id: "deep" }),
      ];
      const script = `cat /m/f; ls -d ${outside}/new ${outside}/deep; ls /proc/self/fd | tr '\\n' ' '`;
      assert.equal(
        await printed(executor, shellStep(script, { mounts }), base),
        `F${outside}/deep\n${outside}/new\n0 1 2 3 `,
        engine,
      );
    }
    assert.deepEqual(readdirSync(outside).sort(), ["b", "root", "x"]);
  });

  it("over a file system of the sandbox, or over what is of another type, is refused", async () => {
    const base = await busyboxWith(made.store, symlinkEntry("p", "/proc"), symlinkEntry("loop", "loop"));
    const executor = linuxExecutor({ store: made.store });
    for (const target of ["/p/self", "/loop/x", "/proc/1", "/bin/busybox"]) {
      const refused = await failure(executor, shellStep("true", { mounts: [cache(target)] }), base);
      assert.equal(refused.code, "run/hostile-mount-point", target);
    }
  });
});

/** Where the value is found in files below a directory, as plain text. */
const found = (value: string, directory: string): string =>
  spawnSync("grep", ["-rlaF", "--", value, directory], { encoding: "utf8" }).stdout;

describe("a secret stays secret", () => {
  const value = "hunter2-4711-very-secret";

  for (const engine of engines)
    it(`while its RUN lasts and afterwards, under ${engine}`, async () => {
      await using made = await temporaryStore();
      const executor = linuxExecutor({ store: made.store, engine, mode: "root" });
      const base = await busyboxSnapshot(made.store);
      const mark = String(2e9 + process.pid + engines.indexOf(engine));
      const step = shellStep(`test "$SECRET" = "$(cat /run/secrets/s)" || exit 9; sleep ${mark}; exit 3`, {
        env: [path],
        secretEnv: [{ name: "SECRET", value }],
        mounts: [
          { type: "secret", target: "/run/secrets/s", content: Buffer.from(value), mode: 0o400, uid: 0, gid: 0 },
        ],
      });
      const running = failure(executor, step, base);
      while (processesWith(mark).length === 0) await Promise.race([wait(20), running.then(() => assert.fail())]);
      assert.equal(found(value, made.root), "", "in the store");
      assert.ok(
        !execFileSync("ps", ["-eo", "args", "-ww"], { encoding: "utf8" }).includes(value),
        "in the process list",
      );
      for (const pid of processesWith(mark)) process.kill(Number(pid), "SIGKILL");
      const failed = await running;
      assert.ok(!JSON.stringify([failed.message, failed.details.detail, failed.details.help]).includes(value));
      assert.equal(found(value, made.root), "", "in the store afterwards");
      assert.ok(!readFileSync("/proc/mounts", "utf8").includes(made.root));
    });

  it("in every output of a build, whether it succeeds, fails, or is stopped (fault 43)", async () => {
    const file = join(shop.folder, "given");
    execFileSync("sh", ["-c", `printf %s '${value}' >"$0"`, file]);
    const flags = ["--secret=id=s,src=given", "--secret=id=e,env=GIVEN", "--progress=rawjson"];
    const run = (end: string) =>
      `FROM python:3.11-slim\nRUN --mount=type=secret,id=s --mount=type=secret,id=e,env=E \\\n  test "$E" = "$(cat /run/secrets/s)" && mkdir -p /run/secrets && ${end}\n`;
    const build = (end: string) => {
      const project = shop.project({ Dockerfile: run(end) });
      const args = ["build", ...flags, "-t", "s", "-o", `type=oci-dir,dest=${project}/out`, project];
      return shop.start(args, { GIVEN: value }, { cwd: shop.folder });
    };
    const good = await build("touch /ok").ended;
    assert.equal(good.status, 0, good.stderr);
    const bad = await build("exit 7").ended;
    assert.equal(bad.status, 1);
    const mark = String(3e9 + process.pid);
    const stopped = build(`sleep ${mark}`);
    while (processesWith(mark).length === 0) await wait(20);
    stopped.child.kill("SIGINT");
    for (const { stdout, stderr } of [good, bad, await stopped.ended]) assert.ok(!(stdout + stderr).includes(value));
    const config = await shop.ok(["inspect", "s"]);
    assert.ok(!config.stdout.includes(value));
    rmSync(file);
    assert.equal(found(value, shop.folder), "");
    assert.ok(!(await shop.ok(["ls", "-R", "s", "/run"]).catch(() => ({ stdout: "" }))).stdout.includes("secrets/s"));
  });
});

it("djib killed outright while it holds a cache leaves no lock: the next build goes on at once", async () => {
  const mark = String(4e9 + process.pid);
  const lines = (end: string) => `FROM python:3.11-slim\nRUN --mount=type=cache,sharing=locked,target=/c ${end}\n`;
  const running = shop.start(["build", shop.project({ Dockerfile: lines(`touch /c/kept && sleep ${mark}`) })]);
  while (processesWith(mark).length === 0) await wait(20);
  running.child.kill("SIGKILL");
  await running.ended;
  const { seconds } = await shop.ok(["build", shop.project({ Dockerfile: lines("test -e /c/kept") })]);
  assert.ok(seconds < 15, `${seconds} s`);
  assert.deepEqual(processesWith(mark), []);
});
